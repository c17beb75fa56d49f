import { PUBLIC_KEY_BYTES, sealFor } from '../crypto/sealed-box';
import { readySodium } from '../crypto/sodium';
import { systemRandom } from '../crypto/random';
import type { Instant } from '../store/clock';
import { isKeyName } from './key-name';
import { type Mistake, mistake } from './mistake';
import {
	type EnvelopeTarget,
	parseSealedValue,
	type PasswordTarget,
	type SecretTarget,
	type SigningKeyTarget,
	writeEnvelope,
} from './sealed-envelope';

const ID_BYTES = 24;
const PUBLIC_KEY = /^[A-Za-z0-9+/_-]{43}=?$/;

interface ToSeal {
	/** Base64, as the datasource or the realm shows it. */
	readonly publicKey: string;
	readonly expiresAt: Instant;
	readonly value: string;
}

/** A value of a secret key to be sealed, for whom, and until when it can be taken in. */
export type SecretToSeal = Omit<SecretTarget, 'kind'> & ToSeal;

/** A value of a signing key to be sealed for its realm. */
export type SigningKeyToSeal = Omit<SigningKeyTarget, 'kind'> & ToSeal;

/** A password of a user to be sealed for the realm. */
export type PasswordToSeal = Omit<PasswordTarget, 'kind'> & ToSeal;

type Sealed = { readonly kind: 'sealed'; readonly text: string } | Mistake;

async function seal(
	target: EnvelopeTarget,
	{ publicKey, expiresAt, value }: ToSeal,
): Promise<Sealed> {
	const bytes = Buffer.from(publicKey, 'base64');
	if (!PUBLIC_KEY.test(publicKey) || bytes.length !== PUBLIC_KEY_BYTES) {
		return mistake(
			'The public key is not one: it is 44 letters of base64, as the datasource or the realm shows.',
		);
	}
	const secret = parseSealedValue(target, value);
	if (secret.kind === 'mistake') return secret;
	const id = Buffer.from(systemRandom.bytes(ID_BYTES)).toString('base64url');
	const text = writeEnvelope(target, { id, expiresAt, value: secret.text });
	const sealed = sealFor(await readySodium(), bytes, Buffer.from(text));
	return { kind: 'sealed', text: Buffer.from(sealed).toString('base64') };
}

/** Seals a value for the public key of a datasource; the text is base64. */
export async function sealSecret({
	realm,
	datasource,
	name,
	...rest
}: SecretToSeal): Promise<Sealed> {
	if (!isKeyName(name)) return mistake(`${JSON.stringify(name)} cannot name a secret key.`);
	return await seal({ kind: 'secret', realm, datasource, name }, rest);
}

/** Seals a value of a signing key for the public key of its realm; the text is base64. */
export async function sealSigningKey({ realm, name, ...rest }: SigningKeyToSeal): Promise<Sealed> {
	return await seal({ kind: 'signingKey', realm, name }, rest);
}

/** Seals a password of a user for the public key of the realm; the text is base64. */
export async function sealPassword({ realm, name, ...rest }: PasswordToSeal): Promise<Sealed> {
	return await seal({ kind: 'password', realm, name }, rest);
}
