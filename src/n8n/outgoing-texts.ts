import type { IExecuteFunctions } from 'n8n-workflow';
import { firstReference } from '../secrets/reference';
import { findKeyFor, type Place, type Unresolved } from '../secrets/resolve';
import type { SecretKeys, UsableKey } from '../secrets/secret-keys';
import { asText } from './api-request-parameters';
import { markReferences, splitAtMarks, writtenText } from './outgoing-author-text';
import { type Refused, refuseReference } from './record-secret-uses';

/** What an item's parameters come to in query and body, where references count by option only. */
export interface Texts {
	/** A parameter's value where no reference counts: a name, a type. A refusal where one is typed. */
	readonly plain: (raw: unknown, place: Place) => { readonly value: unknown } | Refused;
	/**
	 * The same with a secret for each reference that the author typed, written as the place needs it; a
	 * refusal where references do not count, or one cannot be resolved.
	 */
	readonly filled: (
		raw: unknown,
		place: Place,
		write?: (secret: string) => string,
	) => { readonly value: unknown } | Refused;
	/** The keys whose secrets were filled in so far, by name. */
	readonly used: ReadonlyMap<string, UsableKey>;
}

const MISPLACED = { query: 'reference-in-query', body: 'reference-in-body' } as const;

/** Reads an item's texts from their stored form. */
export function textsOf(
	context: IExecuteFunctions,
	index: number,
	keys: SecretKeys,
	places: ReadonlySet<Place>,
): Texts {
	const used = new Map<string, UsableKey>();
	const refuse = (unresolved: Omit<Unresolved, 'kind'>): Refused =>
		refuseReference({ kind: 'unresolved', ...unresolved }, keys);
	const value = (raw: unknown): unknown =>
		typeof raw === 'string' && raw.startsWith('=')
			? context.evaluateExpression(raw.slice(1), index)
			: raw;

	const plain: Texts['plain'] = (raw, place) => {
		const name = firstReference(writtenText(raw));
		return name === undefined
			? { value: value(raw) }
			: refuse({ reason: MISPLACED[place], name, place });
	};

	const filled: Texts['filled'] = (raw, place, write = (secret) => secret) => {
		if (typeof raw !== 'string') return { value: raw };
		if (!places.has(place)) return plain(raw, place);
		const nonce = globalThis.crypto.randomUUID();
		const marked = markReferences(raw, nonce);
		if (marked.kind === 'malformed') {
			return refuse({ reason: 'malformed-reference', name: marked.excerpt, place });
		}
		const secrets = new Map<string, string>();
		for (const name of marked.names) {
			const key = findKeyFor(place, name, keys);
			if ('kind' in key) return refuseReference(key, keys);
			secrets.set(name, write(key.secret.reveal()));
			used.set(name, key);
		}
		const evaluated = raw.startsWith('=')
			? context.evaluateExpression(marked.text, index)
			: marked.text;
		if (marked.names.length === 0) return { value: evaluated };
		const pieces = splitAtMarks(asText(evaluated), marked, nonce);
		const texts = pieces.map((piece) =>
			piece.kind === 'text' ? piece.text : (secrets.get(piece.name) ?? ''),
		);
		return { value: texts.join('') };
	};
	return { plain, filled, used };
}
