import type { IExecuteFunctions } from 'n8n-workflow';
import { isFieldName, isFieldValue } from '../http/header-field';
import { firstReference, parseReferences } from '../secrets/reference';
import type { SecretKeys } from '../secrets/secret-keys';
import { asText, type Pair } from './api-request-parameters';
import { markReferences, restoreReferences, writtenText } from './outgoing-author-text';
import { type Refused, refuseReference } from './record-secret-uses';

export type Headers = Readonly<Record<string, string>>;

/** What n8n does with the text behind the `=` of an expression. */
type Evaluate = (text: string) => unknown;

const refuse = (message: string, description: string): Refused => ({
	refusal: { message, description },
});

/** Whether a header carries what stands around the references of a value; names of keys are not sent. */
function isSentAsWritten(value: string): boolean {
	const parsed = parseReferences(value);
	// What cannot be read is refused where it would be resolved.
	if (parsed.kind === 'malformed') return true;
	return parsed.pieces.every((piece) => piece.kind === 'reference' || isFieldValue(piece.text));
}

function evaluateName(raw: unknown, evaluate: Evaluate): string {
	const text = asText(raw);
	return asText(text.startsWith('=') ? evaluate(text.slice(1)) : text).trim();
}

/**
 * Evaluates a header's value so that its references are those which the author typed outside of
 * `{{ }}`; whatever an expression brings in is sent literally. PF-29.
 */
function evaluateValue(
	name: string,
	raw: unknown,
	evaluate: Evaluate,
	keys: SecretKeys,
): string | Refused {
	const written = asText(raw);
	if (!written.startsWith('=')) return written;
	const nonce = globalThis.crypto.randomUUID();
	const marked = markReferences(written, nonce);
	if (marked.kind === 'malformed') {
		const { excerpt } = marked;
		return refuseReference(
			{ kind: 'unresolved', reason: 'malformed-reference', name: excerpt, at: name },
			keys,
		);
	}
	return restoreReferences(asText(evaluate(marked.text)), marked, nonce);
}

/**
 * Evaluates an item's headers from their stored form. The outcome is in the grammar of references and
 * is parsed once more, by the credential.
 */
export function evaluateHeaders(
	context: IExecuteFunctions,
	index: number,
	pairs: readonly Pair[],
	keys: SecretKeys,
): { readonly headers: Headers } | Refused {
	const evaluate: Evaluate = (text) => context.evaluateExpression(text, index);
	const headers = new Map<string, readonly [name: string, value: string]>();
	for (const pair of pairs) {
		const inName = firstReference(writtenText(pair.name));
		if (inName !== undefined) {
			return refuseReference(
				{ kind: 'unresolved', reason: 'reference-in-header-name', name: inName },
				keys,
			);
		}
		const name = evaluateName(pair.name, evaluate);
		const value = evaluateValue(name, pair.value, evaluate, keys);
		if (typeof value !== 'string') return value;
		if (name === '' && value === '') continue;
		if (!isFieldName(name)) {
			return refuse(
				`${JSON.stringify(name)} is not the name of a header.`,
				'Use letters, digits and hyphens. References to secret keys work in the values of headers only.',
			);
		}
		if (headers.has(name.toLowerCase())) {
			return refuse(
				`Header "${name}" is given twice.`,
				'Write its values into one header, separated by commas.',
			);
		}
		if (!isSentAsWritten(value)) {
			return refuse(
				`Header "${name}" has a character that a header cannot carry.`,
				'Line breaks and characters beyond Latin-1 cannot be sent in a header.',
			);
		}
		headers.set(name.toLowerCase(), [name, value]);
	}
	return { headers: Object.fromEntries(headers.values()) };
}
