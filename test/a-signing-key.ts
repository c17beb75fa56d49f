import { createHmac } from 'node:crypto';
import { join } from 'node:path';

import type * as githubMethods from '@octokit/webhooks-methods';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';

import type { SchemeInput } from '../src/authentication/signature/check-scheme';
import { hmacKey } from '../src/crypto/verification-key';
import { inbentaBases } from '../src/http/inbenta-bases';
import type { HttpMessage } from '../src/http/message';
import type { DescribedSigningKey, Policy, Realm } from '../src/realm/realm';
import { sealSigningKey } from '../src/secrets/seal-secret';
import { A_POLICY, aMessage, NOON, valueOf } from './a-realm';

type Headers = Readonly<Record<string, string>>;

/** A sender of messages: how its key is made here, and how it signs, with the library of others where there is one. */
export interface Sender {
	readonly variant: string;
	readonly scheme: SchemeInput;
	readonly value: string;
	/** Another one that the sender could be given. */
	readonly otherValue: string;
	/** Headers of a message; `at` in milliseconds. The same `id` is the same message. */
	sign(body: string, at: number, id: string, value?: string): Promise<Headers>;
}

/** Where the messages of these tests go. */
export const TARGET = '/webhook/orders/v1/events';

export const BODY = '{"id":"evt_1","type":"order.paid","amount":1200}';

const seconds = (at: number): string => String(Math.floor(at / 1000));
const stripe = new Stripe('sk_test_none');

/** The library is an ES module alone, which jest's own `require` does not take. */
const { sign: signForGithub } = process.getBuiltinModule('node:module').createRequire(__filename)(
	join(__dirname, '../node_modules/@octokit/webhooks-methods/dist-node/index.js'),
) as typeof githubMethods;

export const SENDERS: readonly Sender[] = [
	{
		variant: 'Standard Webhooks',
		scheme: { variant: 'standardWebhooks' },
		value: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
		otherValue: `whsec_${Buffer.alloc(32, 5).toString('base64')}`,
		async sign(body, at, id, value = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw') {
			return {
				'webhook-id': id,
				'webhook-timestamp': seconds(at),
				'webhook-signature': new Webhook(value).sign(id, new Date(at), body),
			};
		},
	},
	{
		variant: 'GitHub',
		scheme: { variant: 'github' },
		value: "It's a Secret to Everybody",
		otherValue: 'another secret, to nobody',
		async sign(body, _at, id, value = "It's a Secret to Everybody") {
			return {
				'x-github-delivery': id,
				'x-hub-signature': 'sha1=0000000000000000000000000000000000000000',
				'x-hub-signature-256': await signForGithub(value, body),
			};
		},
	},
	{
		variant: 'Stripe',
		scheme: { variant: 'stripe' },
		value: 'whsec_test_0123456789abcdef',
		otherValue: 'whsec_test_fedcba9876543210',
		async sign(body, at, _id, value = 'whsec_test_0123456789abcdef') {
			const options = { payload: body, secret: value, timestamp: Math.floor(at / 1000) };
			return { 'stripe-signature': stripe.webhooks.generateTestHeaderString(options) };
		},
	},
	{
		variant: 'generic HMAC',
		scheme: {
			variant: 'genericHmac',
			signatureHeader: 'X-Shop-Signature',
			timestampHeader: 'X-Shop-Time',
			idHeader: 'X-Shop-Delivery',
			algorithm: 'sha512',
			encoding: 'base64',
			prefix: 'v0=',
			template: 'v0:{timestamp}:{id}:{body}',
		},
		value: 'a key of the shop',
		otherValue: 'another key of the shop',
		async sign(body, at, id, value = 'a key of the shop') {
			const signed = `v0:${seconds(at)}:${id}:${body}`;
			return {
				'x-shop-time': seconds(at),
				'x-shop-delivery': id,
				'x-shop-signature': `v0=${createHmac('sha512', value).update(signed).digest('base64')}`,
			};
		},
	},
	{
		variant: 'Inbenta',
		scheme: { variant: 'inbentaV1', keyId: 'my-api-key' },
		value: 'my-signature-key',
		otherValue: 'my-other-signature-key',
		async sign(body, at, _id, value = 'my-signature-key') {
			const message = { method: 'POST', target: TARGET };
			const [base = []] = [...inbentaBases(message, seconds(at), Buffer.from(body))];
			return {
				'x-inbenta-key': 'my-api-key',
				'x-inbenta-timestamp': seconds(at),
				'x-inbenta-signature-version': 'v1',
				'x-inbenta-signature': hmacKey(Buffer.from(value)).sign('sha256', base).toString('hex'),
			};
		},
	},
];

export const senderOf = (variant: string): Sender => {
	const found = SENDERS.find((sender) => sender.variant === variant);
	if (found === undefined) throw new Error(`No sender signs by ${variant}.`);
	return found;
};

/** A message as it came over the wire. */
export function signedMessage(
	headers: Headers,
	body: string | Uint8Array = BODY,
	parts: Partial<HttpMessage> = {},
): HttpMessage {
	const bytes = Buffer.from(body);
	return aMessage({
		headerFields: Object.entries({ 'content-type': 'application/json', ...headers }),
		target: TARGET,
		rawBody: async () => bytes,
		body: JSON.parse(typeof body === 'string' ? body : '{}') as unknown,
		...parts,
	});
}

/** Seals a value for a signing key of a realm. */
export async function sealForKey(
	realm: Realm,
	name: string,
	value: string,
	expiresAt = NOON + 3_600_000,
): Promise<string> {
	const publicKey = realm.administer.signingKeys.publicKey();
	const sealed = await sealSigningKey({ publicKey, realm: realm.name, name, expiresAt, value });
	if (sealed.kind === 'mistake') throw new Error(sealed.sentence);
	return sealed.text;
}

/** Makes the signing key of a sender, for the user alice. */
export async function aSigningKey(
	realm: Realm,
	{ scheme, value }: Pick<Sender, 'scheme' | 'value'>,
	name = 'shop',
): Promise<DescribedSigningKey> {
	const sealed = await sealForKey(realm, name, value);
	const input = { username: 'alice', name, scheme, sealed };
	return valueOf(await realm.administer.signingKeys.create(input));
}

/** The policy of a trigger that takes messages of these keys. */
export const signedPolicy = (...signingKeys: readonly string[]): Policy => ({
	...A_POLICY,
	acceptedCredentials: ['signature'],
	signingKeys,
});
