import type { Instant } from '../store/clock';
import { canonicalName } from '../store/canonical-name';
import { parseFlatObject } from './flat-object';
import { parsePassword } from './password-value';
import { parseSecret } from './secret';
import type { SecretText } from './secret-text';
import { parseSigningValue } from './signing-value';

/** A value that becomes a secret key of a datasource. */
export interface SecretTarget {
	readonly kind: 'secret';
	/** Name of the realm. */
	readonly realm: string;
	/** Name of the datasource. */
	readonly datasource: string;
	/** Name of the secret key. */
	readonly name: string;
}

/** A value that becomes one of a signing key of the realm. */
export interface SigningKeyTarget {
	readonly kind: 'signingKey';
	/** Name of the realm. */
	readonly realm: string;
	/** Name of the signing key. */
	readonly name: string;
}

/** A password that a user of the realm is to have. */
export interface PasswordTarget {
	readonly kind: 'password';
	/** Name of the realm. */
	readonly realm: string;
	/** Name of the user. */
	readonly name: string;
}

/** What a sealed value says that it is for. */
export type EnvelopeTarget = SecretTarget | SigningKeyTarget | PasswordTarget;

/** A value that arrived sealed, and is what it was meant to be. */
export interface Envelope {
	readonly kind: 'envelope';
	/** Told once only. */
	readonly id: string;
	readonly expiresAt: Instant;
	readonly value: SecretText;
}

/** Why a sealed value is not taken in (NT-70). */
export type EnvelopeReason =
	| 'not-sealed'
	| 'damaged'
	| 'old-key'
	| 'unreadable'
	| 'another-kind'
	| 'another-realm'
	| 'another-datasource'
	| 'another-name'
	| 'expired'
	| 'expires-too-late'
	| 'replayed'
	| 'unusable-value';

export interface EnvelopeRefused {
	readonly kind: 'refused';
	readonly reason: EnvelopeReason;
	/** What about the value, where it is that. */
	readonly flaw?: string;
}

/** A sealed value lives this long at most, so that the ids of used ones need not be kept for ever. */
export const LONGEST_ENVELOPE_DAYS = 31;

const DAY = 86_400_000;
const ID = /^[A-Za-z0-9_-]{16,64}$/;
const NO_PLACEHOLDERS: ReadonlySet<string> = new Set();

export const envelopeRefused = (reason: EnvelopeReason, flaw?: string): EnvelopeRefused => ({
	kind: 'refused',
	reason,
	...(flaw !== undefined && { flaw }),
});

/** The text that is sealed. */
export function writeEnvelope(
	target: EnvelopeTarget,
	{ id, expiresAt, value }: Omit<Envelope, 'kind'>,
): string {
	const expiry = new Date(expiresAt).toISOString();
	return JSON.stringify({ ...target, id, expiresAt: expiry, value: value.reveal() });
}

/** Checks a value that is to be sealed, or was, by what it is for. */
export function parseSealedValue(target: EnvelopeTarget, value: unknown) {
	switch (target.kind) {
		case 'secret':
			return parseSecret(target.name, value, NO_PLACEHOLDERS);
		case 'signingKey':
			return parseSigningValue(target.name, value);
		case 'password':
			return parsePassword(value);
	}
}

/** Users are found whatever the case of their names; keys are not. */
function isNamed({ kind, name }: EnvelopeTarget, given: string): boolean {
	return kind === 'password' ? canonicalName(given) === canonicalName(name) : given === name;
}

/** Reads what was sealed, and sees that it belongs where it is to be kept. */
export function readEnvelope(
	text: string,
	target: EnvelopeTarget,
	now: Instant,
): Envelope | EnvelopeRefused {
	const parsed = parseFlatObject(text);
	if (parsed.kind !== 'flat-object') return envelopeRefused('unreadable');
	const member = (name: string): string => {
		const value = parsed.members.get(name);
		return typeof value === 'string' ? value : '';
	};
	const [id, expiresAt] = [member('id'), Date.parse(member('expiresAt'))];
	if (!ID.test(id) || Number.isNaN(expiresAt)) return envelopeRefused('unreadable');
	if (member('kind') !== target.kind) return envelopeRefused('another-kind');
	if (member('realm') !== target.realm) return envelopeRefused('another-realm');
	const { datasource } = { datasource: '', ...target };
	if (canonicalName(member('datasource')) !== canonicalName(datasource)) {
		return envelopeRefused('another-datasource');
	}
	if (!isNamed(target, member('name'))) return envelopeRefused('another-name');
	if (expiresAt <= now) return envelopeRefused('expired');
	if (expiresAt > now + LONGEST_ENVELOPE_DAYS * DAY) return envelopeRefused('expires-too-late');
	const secret = parseSealedValue(target, parsed.members.get('value'));
	return secret.kind === 'mistake'
		? envelopeRefused('unusable-value', secret.sentence)
		: { kind: 'envelope', id, expiresAt, value: secret.text };
}

const WHAT: Readonly<Record<EnvelopeTarget['kind'], string>> = {
	secret: 'value of secret key',
	signingKey: 'value of signing key',
	password: 'password of user',
};

/** Says a refusal in a sentence that names the key and never the value. */
export function describeEnvelope(
	{ reason, flaw }: EnvelopeRefused,
	{ kind, name }: Pick<EnvelopeTarget, 'kind' | 'name'>,
): string {
	const isSecret = kind === 'secret';
	const sealed = `The sealed ${WHAT[kind]} "${name}"`;
	const owner = isSecret ? 'datasource' : 'realm';
	const again = 'seal the value again';
	switch (reason) {
		case 'not-sealed':
			return `${sealed} is not one: paste what "incoming-api seal" printed, never the value itself.`;
		case 'damaged':
			return `${sealed} does not open: it is damaged, or was sealed for another public key.`;
		case 'old-key':
			return `${sealed} was sealed for an old public key of the ${owner}: ${again} for the present one.`;
		case 'unreadable':
			return `${sealed} does not hold what it should: kind, realm,${isSecret ? ' datasource,' : ''} name, id, expiresAt and value.`;
		case 'another-kind':
			return `${sealed} is sealed as something else: its kind is not "${kind}".`;
		case 'another-realm':
			return `${sealed} is for another realm: ${again} with the name of this one.`;
		case 'another-datasource':
			return `${sealed} is for another datasource: ${again} with the name of this one.`;
		case 'another-name':
			return `${sealed} is for ${kind === 'password' ? 'another user' : 'a key of another name'}: ${again} with this one.`;
		case 'expired':
			return `${sealed} has expired: ${again}.`;
		case 'expires-too-late':
			return `${sealed} expires more than ${String(LONGEST_ENVELOPE_DAYS)} days from now: ${again} with an earlier expiry.`;
		case 'replayed':
			return `${sealed} was used before, and is taken once only: ${again}.`;
		case 'unusable-value':
			return flaw ?? `${sealed} holds nothing that can be used.`;
	}
}
