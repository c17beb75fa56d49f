import { isCredentialHeader } from '../../http/credential-headers';
import { isFieldName, isFieldValue } from '../../http/header-field';
import {
	type GenericHmac,
	isSignatureHeader,
	SIGNING_VARIANTS,
	type SigningScheme,
} from './signing-scheme';
import { parseTemplate, placesIn } from './template';

/** What an admin chooses: a variant, and what belongs to it. */
export interface SchemeInput {
	readonly variant: string;
	readonly keyId?: string;
	readonly signatureHeader?: string;
	readonly timestampHeader?: string;
	readonly idHeader?: string;
	readonly algorithm?: string;
	readonly encoding?: string;
	readonly prefix?: string;
	readonly template?: string;
	readonly keyEncoding?: string;
}

export type CheckedScheme =
	| { readonly kind: 'scheme'; readonly scheme: SigningScheme }
	| { readonly kind: 'mistake'; readonly sentence: string };

const KEY_ID = /^[\x21-\x7e]{1,200}$/;
const MOST_LETTERS = 100;
const TAKEN = /^(?:host|connection|content-.*|transfer-.*|cookie|proxy-.*|origin|date)$/;

const mistake = (sentence: string): CheckedScheme => ({ kind: 'mistake', sentence });
const isOneOf = <T extends string>(value: string, all: readonly T[]): value is T =>
	(all as readonly string[]).includes(value);

/** A name that no other credential and nothing of HTTP itself has. */
function isUsableHeader(name: string): boolean {
	if (!isFieldName(name) || name.length > MOST_LETTERS || TAKEN.test(name)) return false;
	return !isCredentialHeader(name) || isSignatureHeader(name) || name === 'x-hub-signature';
}

function checkGeneric(input: SchemeInput): CheckedScheme {
	const { algorithm = 'sha256', encoding = 'hex', keyEncoding = 'text', prefix = '' } = input;
	const { template = '{body}' } = input;
	const headerIn = (text = ''): string | undefined => text.trim().toLowerCase() || undefined;
	const signatureHeader = headerIn(input.signatureHeader);
	const timestampHeader = headerIn(input.timestampHeader);
	const idHeader = headerIn(input.idHeader);
	if (signatureHeader === undefined) {
		return mistake('The name of the signature header is empty: enter one.');
	}
	const named = [signatureHeader, timestampHeader, idHeader].flatMap((name) => name ?? []);
	if (!named.every(isUsableHeader) || new Set(named).size < named.length) {
		return mistake(
			'A header of the signing key cannot be used: name different ones that hold no other credential.',
		);
	}
	if (!isOneOf(algorithm, ['sha256', 'sha512']) || !isOneOf(encoding, ['hex', 'base64'])) {
		return mistake('The algorithm or the encoding does not exist: choose from the list.');
	}
	if (!isOneOf(keyEncoding, ['text', 'hex', 'base64'])) {
		return mistake('The encoding of the value does not exist: choose from the list.');
	}
	if (!isFieldValue(prefix) || prefix.length > MOST_LETTERS) {
		return mistake('The prefix is nothing that stands in a header: correct it.');
	}
	const parts = parseTemplate(template);
	if (parts === undefined) {
		return mistake(
			'The template cannot be read: write {body}, and where needed {timestamp}, {id}, {method} and {path}, each once.',
		);
	}
	const places = placesIn(parts);
	// What is not signed could be changed by whoever repeats a message.
	const fits = (place: 'timestamp' | 'id', header: string | undefined) =>
		places.has(place) === (header !== undefined);
	if (!fits('timestamp', timestampHeader) || !fits('id', idHeader)) {
		return mistake(
			'Template and headers do not fit: {timestamp} and {id} are in the template exactly where their headers are named.',
		);
	}
	const scheme: GenericHmac = {
		...{ variant: 'genericHmac', signatureHeader, timestampHeader, idHeader },
		...{ algorithm, encoding, prefix, template, keyEncoding },
	};
	return { kind: 'scheme', scheme };
}

/** Checks how a key is to sign. */
export function checkScheme(input: SchemeInput): CheckedScheme {
	const { variant, keyId = '' } = input;
	if (!isOneOf(variant, SIGNING_VARIANTS)) {
		return mistake('The variant of the signing key does not exist: choose from the list.');
	}
	switch (variant) {
		case 'genericHmac':
			return checkGeneric(input);
		case 'inbentaV1':
			return KEY_ID.test(keyId)
				? { kind: 'scheme', scheme: { variant, keyId } }
				: mistake('The API key (x-inbenta-key) is empty or no word: enter it.');
		case 'standardWebhooks':
		case 'github':
		case 'stripe':
			return { kind: 'scheme', scheme: { variant } };
	}
}
