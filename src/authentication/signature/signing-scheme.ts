import type { HmacAlgorithm } from '../../crypto/verification-key';

/** How others sign what they send. */
export const SIGNING_VARIANTS = [
	'inbentaV1',
	'standardWebhooks',
	'github',
	'stripe',
	'genericHmac',
] as const;

export type SigningVariant = (typeof SIGNING_VARIANTS)[number];

export type TextEncoding = 'text' | 'hex' | 'base64';

/** An HMAC in header fields of any name, over what a template says. Names are in lower case. */
export interface GenericHmac {
	readonly variant: 'genericHmac';
	readonly signatureHeader: string;
	/** Field with the time of signing in Unix seconds; it is part of what is signed. */
	readonly timestampHeader: string | undefined;
	/** Field with the id of the message, the same in each retry; it is part of what is signed. */
	readonly idHeader: string | undefined;
	readonly algorithm: HmacAlgorithm;
	/** Of the signature. */
	readonly encoding: 'hex' | 'base64';
	/** What stands before the signature in its field. */
	readonly prefix: string;
	/** What is signed: literal text with `{body}`, `{timestamp}`, `{id}`, `{method}` and `{path}`. */
	readonly template: string;
	/** How the value of the key writes its bytes. */
	readonly keyEncoding: TextEncoding;
}

/** What a signing key signs by. */
export type SigningScheme =
	| {
			readonly variant: 'inbentaV1';
			/** `x-inbenta-key`, by which the key is found. */
			readonly keyId: string;
	  }
	| { readonly variant: 'standardWebhooks' | 'github' | 'stripe' }
	| GenericHmac;

/** Header fields that hold a signature, by variant; the generic one names its own. */
const SIGNATURE_HEADERS: Readonly<Record<Exclude<SigningVariant, 'genericHmac'>, string[]>> = {
	inbentaV1: ['x-inbenta-signature'],
	standardWebhooks: ['webhook-signature', 'svix-signature'],
	github: ['x-hub-signature-256'],
	stripe: ['stripe-signature'],
};

/** Names of the fields, in lower case, in which a message of this scheme has its signature. */
export function signatureHeadersOf(scheme: SigningScheme): readonly string[] {
	return scheme.variant === 'genericHmac'
		? [scheme.signatureHeader]
		: SIGNATURE_HEADERS[scheme.variant];
}

const KNOWN_HEADERS: ReadonlySet<string> = new Set(Object.values(SIGNATURE_HEADERS).flat());

/** Whether a field holds a signature of one of the variants that bring their own names. */
export function isSignatureHeader(name: string): boolean {
	return KNOWN_HEADERS.has(name);
}
