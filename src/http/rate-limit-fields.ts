/** A limit as its caller may know it. */
export interface ShownLimit {
	readonly name: string;
	/** So many calls in so many seconds. */
	readonly calls: number;
	readonly seconds: number;
	/** Calls that may be made at once. */
	readonly remaining: number;
	/** Seconds until all of them may be made again. */
	readonly fullIn: number;
}

/**
 * The fields `RateLimit-Policy` and `RateLimit`, as lists of RFC 9651
 * (draft-ietf-httpapi-ratelimit-headers-11). Limits of the same name are told apart by a number.
 */
export function rateLimitFields(limits: readonly ShownLimit[]): Readonly<Record<string, string>> {
	if (limits.length === 0) return {};
	const named = limits.map((limit, index) => {
		const before = limits.slice(0, index).filter(({ name }) => name === limit.name).length;
		return { ...limit, name: before === 0 ? limit.name : `${limit.name}-${String(before + 1)}` };
	});
	const list = (parameters: (limit: ShownLimit) => string): string =>
		named.map((limit) => `"${limit.name}";${parameters(limit)}`).join(', ');
	return {
		'ratelimit-policy': list(({ calls, seconds }) => `q=${String(calls)};w=${String(seconds)}`),
		ratelimit: list(({ remaining, fullIn }) => `r=${String(remaining)};t=${String(fullIn)}`),
	};
}

const POLICY = /^"(.+)";q=(\d+);w=(\d+)$/;
const STATE = /^"(.+)";r=(\d+);t=(\d+)$/;

/** Reads the fields that `rateLimitFields` makes; none of others. */
export function shownLimitsIn(fields: Readonly<Record<string, string>>): readonly ShownLimit[] {
	const items = (name: string, form: RegExp) =>
		(fields[name]?.split(', ') ?? []).flatMap((item) => {
			const [, label = '', first, second] = form.exec(item) ?? [];
			return first === undefined ? [] : { label, first: Number(first), second: Number(second) };
		});
	const states = new Map(items('ratelimit', STATE).map((item) => [item.label, item]));
	return items('ratelimit-policy', POLICY).flatMap(({ label, first, second }) => {
		const state = states.get(label);
		if (state === undefined) return [];
		const { first: remaining, second: fullIn } = state;
		return { name: label, calls: first, seconds: second, remaining, fullIn };
	});
}
