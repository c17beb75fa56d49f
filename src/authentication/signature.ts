import { hmacKey } from '../crypto/verification-key';
import { versionStateAt } from '../store/life-cycle';
import { isCredentialHeader } from '../http/credential-headers';
import { ACCESS_TOKEN, type AccessTokenDeps } from './access-token';
import type { Shown } from './presented';
import { type Authenticated, type Call, reject, type Rejection, type Scheme } from './scheme';
import type { KnownSecret, KnownSigningKey, KnownSigningKeys } from './signature/known-signing-key';
import { inbentaAnswerFields } from './signature/inbenta';
import { readSignature } from './signature/read-signature';
import { signableBody } from './signature/signable-body';
import {
	isSignedBy,
	isWithinTolerance,
	onlyField,
	type SignedParts,
} from './signature/signed-message';
import { isSignatureHeader } from './signature/signing-scheme';

/** Of a trigger's signing keys no more are tried. */
export const MOST_SIGNING_KEYS = 10;

export interface SignatureDeps extends AccessTokenDeps {
	readonly signingKeys: KnownSigningKeys;
}

const INBENTA_KEY = 'x-inbenta-key';
/** In place of a key that is not there, so that an unknown id costs what a known one costs. */
const DECOY: KnownSecret = {
	...{ version: 1, supersededAt: undefined, graceEndsAt: undefined },
	key: hmacKey(Buffer.from('nobody signs with this key')),
};

/** The signature, in a field that only signatures stand in. Fields of a trigger's own keys are no other scheme's. */
function signatureIn({ anchor, fields }: Shown): string | undefined {
	return isSignatureHeader(anchor) || !isCredentialHeader(anchor) ? fields.get(anchor) : undefined;
}

/** The keys that a message may be signed with: the one that it names, or those of the trigger. */
async function candidates(
	{ signingKeys }: SignatureDeps,
	{ shown, policy }: Call,
): Promise<readonly KnownSigningKey[]> {
	const keyId = shown.fields.get(INBENTA_KEY);
	if (keyId !== undefined) {
		const named = await signingKeys.findByKeyId(keyId);
		return named === undefined ? [] : [named];
	}
	const ids = (policy.signingKeys ?? []).slice(0, MOST_SIGNING_KEYS);
	const found = await Promise.all(ids.map((id) => signingKeys.findSigningKey(id)));
	return found.flatMap((key) => (key && key.scheme.variant !== 'inbentaV1' ? [key] : []));
}

interface Found {
	readonly key: KnownSigningKey;
	readonly secret: KnownSecret;
	readonly parts: SignedParts;
}

function findSigner(
	read: readonly (readonly [KnownSigningKey, SignedParts])[],
	body: Uint8Array,
): Found | undefined {
	for (const [key, parts] of read) {
		const secret = key.secrets.find((each) => isSignedBy(parts, each.key, body));
		if (secret !== undefined) return { key, secret, parts };
	}
	return undefined;
}

/**
 * Finds the sender of a signed message (IB-21 to IB-23, NT-71 to NT-75). Time and form are
 * looked at before the body is hashed; state is judged after the signature.
 */
async function verifySignature(
	deps: SignatureDeps,
	value: string,
	call: Call,
): Promise<Authenticated | Rejection> {
	const { message, shown } = call;
	const now = deps.clock.now();
	const keys = await candidates(deps, call);
	const named = shown.fields.get(INBENTA_KEY);
	const schemes =
		keys.length === 0 && named !== undefined
			? [{ variant: 'inbentaV1' as const, keyId: named }]
			: keys.map(({ scheme }) => scheme);
	const parts = schemes.map((scheme) => readSignature(message, shown.anchor, value, scheme));
	const [first] = parts.flatMap((each) => each ?? []);
	if (first === undefined) return reject(keys.length === 0 ? 'unknown-key' : 'malformed-signature');
	const isOutside = ({ signedAt }: SignedParts) =>
		signedAt !== undefined && !isWithinTolerance(signedAt, now);
	if (parts.every((each) => each === undefined || isOutside(each))) {
		return reject('outside-time-window');
	}
	const body = await signableBody(message);
	if (body === undefined) return reject('body-not-signable');

	const read = keys.flatMap((key, index) => {
		const each = parts[index];
		return each === undefined || isOutside(each) ? [] : [[key, each] as const];
	});
	const found = findSigner(read, body);
	if (found === undefined) {
		if (keys.length > 0) return reject('signature-mismatch');
		isSignedBy(first, DECOY.key, body);
		return reject('unknown-key');
	}
	return callerOf(deps, found, call, body);
}

function callerOf(
	{ clock, tenant }: SignatureDeps,
	{ key, secret, parts }: Found,
	{ message }: Call,
	body: Uint8Array,
): Authenticated | Rejection {
	const { credentialId } = key;
	const state = versionStateAt(key, secret, clock.now());
	if (state !== 'active') return reject(`key-${state}`, credentialId);
	const timestamp = onlyField(message, 'x-inbenta-timestamp');
	const signsAnswer = key.scheme.variant === 'inbentaV1' && timestamp !== undefined;
	const hmac = secret.key.kind === 'hmac' ? secret.key : undefined;
	return {
		kind: 'caller',
		caller: {
			type: 'user',
			user: key.username,
			credentialId,
			scheme: 'signature',
			scopes: [],
			privileges: [],
			tenant,
		},
		user: { name: key.username, enabled: key.userEnabled },
		userId: key.userId,
		limits: { addresses: undefined, applications: undefined },
		rateLimits: { key: undefined, user: key.userRateLimit },
		message: { ...parts.identity, signedBy: credentialId, body },
		...(signsAnswer &&
			hmac && {
				signAnswer: (answer: Uint8Array) => inbentaAnswerFields(hmac, timestamp, answer),
			}),
	};
}

/** The token that stands beside a signature: with `x-inbenta-key`, which belongs to both. */
async function authenticateToken(
	deps: SignatureDeps,
	{ message, shown, policy }: Call,
): Promise<Authenticated | Rejection> {
	if (!policy.acceptedCredentials.includes('accessToken')) return reject('scheme-not-accepted');
	const names = ['authorization', INBENTA_KEY];
	const fields = new Map([...shown.fields].filter(([name]) => names.includes(name)));
	const token: Shown = { kind: 'shown', anchor: 'authorization', fields };
	const text = ACCESS_TOKEN.reads(token);
	if (text === undefined) return reject('malformed-token');
	return await ACCESS_TOKEN.authenticate(deps, text, { message, shown: token, policy });
}

/**
 * Authenticates by a signature. Where a token stands beside it, the token says who calls, and the
 * signature has to hold as well (Inbenta).
 */
async function authenticateSignature(
	deps: SignatureDeps,
	value: string,
	call: Call,
): Promise<Authenticated | Rejection> {
	const signed = await verifySignature(deps, value, call);
	if (signed.kind === 'rejection' || !call.shown.fields.has('authorization')) return signed;
	const caller = await authenticateToken(deps, call);
	if (caller.kind === 'rejection') return caller;
	const { message, signAnswer } = signed;
	return { ...caller, ...(message && { message }), ...(signAnswer && { signAnswer }) };
}

export const SIGNATURE: Scheme<SignatureDeps> = {
	kind: 'signature',
	reads: signatureIn,
	authenticate: authenticateSignature,
};
