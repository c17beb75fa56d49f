/** Parameters of a request (RFC 6749 section 3.1 and 3.2): an empty one counts as absent. */
export interface Parameters {
	get(name: string): string | undefined;
	has(name: string): boolean;
	/** Whether it stands there more than once, with values equal or not. */
	isRepeated(name: string): boolean;
	/** All values of a parameter that may stand there several times. */
	all(name: string): readonly string[];
	readonly names: readonly string[];
}

/** Reads `application/x-www-form-urlencoded` text: a body, or a query without its `?`. */
export function parseParameters(text: string): Parameters {
	const values = new Map<string, string[]>();
	for (const [name, value] of new URLSearchParams(text)) {
		const known = values.get(name);
		if (known === undefined) values.set(name, [value]);
		else known.push(value);
	}
	const get = (name: string): string | undefined => values.get(name)?.[0] || undefined;
	return {
		get,
		has: (name) => values.has(name),
		isRepeated: (name) => (values.get(name)?.length ?? 0) > 1,
		all: (name) => (values.get(name) ?? []).filter((value) => value !== ''),
		names: [...values.keys()],
	};
}

/** Adds members to a text of parameters. */
export function formatParameters(members: Readonly<Record<string, string | undefined>>): string {
	const parameters = new URLSearchParams();
	for (const [name, value] of Object.entries(members)) {
		if (value !== undefined) parameters.append(name, value);
	}
	return parameters.toString();
}
