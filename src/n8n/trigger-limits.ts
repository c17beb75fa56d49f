import type { LimitScope, TriggerLimit } from '../realm/realm';
import { readRateLimit } from './rate-limit';

const SCOPES: readonly LimitScope[] = ['key', 'user', 'address', 'trigger'];

/** Reads a trigger's rate limits. One that cannot be read throws: it must not be gone unnoticed. */
export function triggerLimitsOf(value: unknown): readonly TriggerLimit[] {
	const entries = typeof value === 'object' && value !== null && 'limit' in value && value.limit;
	if (!entries) return [];
	if (!Array.isArray(entries)) throw new Error('Rate Limits is not a list: add each limit anew.');
	const limits = entries.map((entry: unknown) => {
		const { per = 'key' } = entry as { readonly per?: unknown };
		const scope = SCOPES.find((known) => known === per);
		if (scope) return { ...readRateLimit(entry), per: scope };
		throw new Error(`Rate Limits counts per "${String(per)}", which does not exist: choose anew.`);
	});
	const names = limits.map(({ per, seconds }) => `${per} ${String(seconds)}`);
	if (new Set(names).size === names.length) return limits;
	throw new Error('Rate Limits has two limits of one kind over one period: take one away.');
}
