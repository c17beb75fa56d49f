import { type OriginRule, parseOriginRule } from '../http/origin';
import type { Policy } from '../realm/realm';

/**
 * Reads a trigger's allowed origins, with commas between them. n8n compares the same text letter by
 * letter in preflights, so that spaces and other spellings, which it would not find, are refused.
 */
function originsOf(value: unknown): readonly OriginRule[] {
	if (typeof value !== 'string') throw new Error('Allowed Origins is not a text: enter it anew.');
	if (value === '') return [];
	return value.split(',').map((entry) => {
		const rule = parseOriginRule(entry);
		if (rule?.text === entry) return rule;
		const meant = rule ?? parseOriginRule(entry.trim());
		const shown = JSON.stringify(entry.slice(0, 80));
		throw new Error(
			meant === undefined
				? `Allowed Origins has ${shown}, which cannot be one: write it like https://app.example.com, without a path; http works for loopback and addresses alone.`
				: `Allowed Origins has ${shown}: write it as ${meant.text}, without spaces around commas, as n8n compares it.`,
		);
	});
}

/** Reads what a trigger's options say of calls from browsers and of the method that a call means. */
export function browserPolicyOf(
	options: Readonly<Record<string, unknown>>,
	httpMethod: unknown,
): Pick<Policy, 'allowedOrigins' | 'methodOverride'> {
	const allowedOrigins = originsOf(options['allowedOrigins'] ?? '');
	const methods = [httpMethod].flat().filter((method) => typeof method === 'string');
	return {
		allowedOrigins,
		...(options['methodOverride'] === true ? { methodOverride: { methods } } : {}),
	};
}
