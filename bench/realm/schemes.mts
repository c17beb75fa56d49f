import { createHmac } from 'node:crypto';
import { tokenIssuer } from '../../scripts/package/token-issuer.mts';
import type { HttpMessage } from '../../src/http/message.ts';
import type { Policy } from '../../src/realm/realm.ts';
import type { Variant } from '../measure/slice.mts';
import { messageWithFields, POLICY } from './calls.mts';
import { decidingVariant } from './decisions.mts';
import { type BenchRealm, LOCK, NAME } from './open.mts';
import { loadProduct } from './product.mts';

type Field = readonly [name: string, value: string];
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A way to show who one is, with the fields of each caller. */
interface Scheme {
	readonly name: string;
	readonly policy: Policy;
	readonly fields: readonly (readonly Field[])[];
}

/** The schemes of callers, the API key first: what the others are compared with. */
async function schemesOf({ apiKeys, callers, store }: BenchRealm): Promise<readonly Scheme[]> {
	const issue = await tokenIssuer(store, NAME, LOCK);
	const users = store.db.selectFrom('realm_user').select('id').where('name', 'in', callers);
	const ids = await users.execute();
	const tokens = await Promise.all(
		ids.map(async ({ id }) => (await issue({ userId: id, scopes: ['orders:read'] })).accessToken),
	);
	const by = (kind: Policy['acceptedCredentials'][number], more: Partial<Policy> = {}): Policy => ({
		...POLICY,
		acceptedCredentials: [kind],
		...more,
	});
	return [
		{
			name: 'API key',
			policy: by('apiKey'),
			fields: apiKeys.map((key) => [['X-API-Key', key]]),
		},
		{
			name: 'API key by Basic',
			policy: by('apiKey'),
			fields: apiKeys.map((key) => [['Authorization', `Basic ${base64(`${key}:`)}`]]),
		},
		{
			name: 'Rest-User-Token',
			policy: by('restUserToken'),
			fields: apiKeys.map((key, index) => [
				['Rest-User-Token', base64(`${key}:${callers[index] ?? ''}`)],
			]),
		},
		{
			name: 'access token with a scope',
			policy: by('accessToken', { requiredScopes: ['orders:read'] }),
			fields: tokens.map((token) => [['Authorization', `Bearer ${token}`]]),
		},
	];
}

const SIGNING_VALUE = 'a value of the signing key';
const SIGNED_BYTES = [1024, 1_000_000] as const;

/** Makes a signing key as GitHub's are, and gives its id. */
async function aSigningKey({ realm, callers }: BenchRealm): Promise<string> {
	const { sealSigningKey, systemPorts } = loadProduct();
	const { signingKeys } = realm.administer;
	const sealed = await sealSigningKey({
		publicKey: signingKeys.publicKey(),
		realm: realm.name,
		name: 'signed',
		expiresAt: systemPorts.clock.now() + 60_000,
		value: SIGNING_VALUE,
	});
	if (sealed.kind === 'mistake') throw new Error(sealed.sentence);
	const made = await signingKeys.create({
		username: callers[0] ?? '',
		name: 'signed',
		scheme: { variant: 'github' },
		sealed: sealed.text,
	});
	if (made.kind === 'refused') throw new Error(made.sentence);
	return made.value.credentialId;
}

/** A message of so many bytes, signed as GitHub does. */
function signedMessage(bytes: number): HttpMessage {
	const body = Buffer.alloc(bytes, 'a');
	const signature = createHmac('sha256', SIGNING_VALUE).update(body).digest('hex');
	const fields = [
		['X-GitHub-Delivery', 'a-delivery'],
		['X-Hub-Signature-256', `sha256=${signature}`],
	] as const;
	return { ...messageWithFields(fields), rawBody: async () => body };
}

/** A warm decision by each scheme, without its audit row. */
export async function schemeVariants(bench: BenchRealm): Promise<readonly Variant[]> {
	const schemes = await schemesOf(bench);
	const signingKeys = [await aSigningKey(bench)];
	const signed: Policy = { ...POLICY, acceptedCredentials: ['signature'], signingKeys };
	const signedVariants = SIGNED_BYTES.map((bytes) =>
		decidingVariant(bench, `signature over ${String(bytes)} bytes`, {
			messages: [signedMessage(bytes)],
			policy: signed,
		}),
	);
	const others = schemes.map(({ name, policy, fields }) => {
		const messages: readonly HttpMessage[] = fields.map((each) => messageWithFields(each));
		return decidingVariant(bench, name, { messages, policy });
	});
	return [...others, ...signedVariants];
}
