import { type Found, type NamedSecret, searchFor } from './find-secrets';

/** Takes secrets out of what came back. */
export interface Redaction {
	/** The text with `[secret Name]` wherever a secret was written, in any of its spellings. */
	readonly text: (text: string) => string;
	/** The same for bytes. */
	readonly bytes: (bytes: Uint8Array) => Uint8Array;
	/** The value of a JSON text without secrets in names and values; a text where it is no JSON. */
	readonly json: (text: string) => unknown;
}

function replace(text: string, found: readonly Found[], shown: (name: string) => string): string {
	const pieces: string[] = [];
	let at = 0;
	for (const { start, end, name } of found) {
		pieces.push(text.slice(at, start), shown(name));
		at = end;
	}
	return [...pieces, text.slice(at)].join('');
}

const markOf = (name: string): string => `[secret ${name}]`;

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Redacts the spellings of secrets that {@link searchFor} finds. PF-22. */
export function redactionOf(secrets: readonly NamedSecret[]): Redaction {
	const search = searchFor(secrets);
	const text = (original: string): string => {
		const found = search(original);
		return found.length === 0 ? original : replace(original, found, markOf);
	};

	/** A member as it may be shown; a number by its digits, which parsing may have rounded. */
	const member = (
		_name: string,
		value: unknown,
		context?: { readonly source?: string },
	): unknown => {
		if (isRecord(value)) {
			return Object.fromEntries(Object.entries(value).map(([name, inner]) => [text(name), inner]));
		}
		if (typeof value === 'string') return text(value);
		if (typeof value !== 'number' || context?.source === undefined) return value;
		const shown = text(context.source);
		return shown === context.source ? value : shown;
	};
	const json = (original: string): unknown => {
		const found = search(original);
		const redacted = replace(original, found, markOf);
		try {
			if (found.length === 0) return JSON.parse(original);
			const value: unknown = JSON.parse(original, member);
			// A secret that spans several values is in none of them.
			return search(JSON.stringify(value)).length === 0 ? value : redacted;
		} catch {
			// No JSON, or nested too deep to be looked through.
			return redacted;
		}
	};
	const bytes = (original: Uint8Array): Uint8Array => {
		const characters = Buffer.from(original).toString('latin1');
		const found = search(characters);
		if (found.length === 0) return original;
		const shown = (name: string): string => Buffer.from(markOf(name)).toString('latin1');
		return Buffer.from(replace(characters, found, shown), 'latin1');
	};
	return { text, bytes, json };
}
