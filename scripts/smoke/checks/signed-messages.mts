import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { call } from '../../demo/call.mts';
import { listExecutions } from '../../n8n/executions.mts';
import { activateWorkflow, createWorkflow } from '../../n8n/workflows.mts';
import type { Check } from '../report.mts';
import { sealSigningKey } from '../seal.mts';
import { protectedWorkflow } from '../workflows.mts';
import { USER, type World } from '../world.mts';

const PATH = 'smoke-signed/v1/events';

type Headers = Readonly<Record<string, string>>;

interface Sender {
	readonly variant: string;
	readonly parameters?: Headers;
	readonly value: string;
	/** Whether a message that comes again is answered, or refused. */
	readonly again: 200 | 401;
	sign(body: string, id: string, time: string): Headers;
	/** What the answer has to be signed with, for a sender that expects that. */
	signAnswer?(body: string, time: string): string;
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text);
const random = (): string => randomUUID() + randomUUID();
/** As PHP's `urlencode` does. */
const formEncoded = (text: string): string =>
	encodeURIComponent(text)
		.replaceAll(/[!'()*~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
		.replaceAll('%20', '+');

function senders(): readonly Sender[] {
	const standard = Buffer.from(random());
	const github = random();
	const stripe = `whsec_${random()}`;
	const inbenta = random();
	const shop = random();
	return [
		{
			variant: 'standardWebhooks',
			value: `whsec_${standard.toString('base64')}`,
			again: 200,
			sign: (body, id, time) => ({
				'webhook-id': id,
				'webhook-timestamp': time,
				'webhook-signature': `v1,${hmac(standard, `${id}.${time}.${body}`).digest('base64')}`,
			}),
		},
		{
			variant: 'github',
			value: github,
			again: 200,
			sign: (body, id) => ({
				'x-github-delivery': id,
				'x-hub-signature-256': `sha256=${hmac(github, body).digest('hex')}`,
			}),
		},
		{
			variant: 'stripe',
			value: stripe,
			again: 200,
			sign: (body, _id, time) => ({
				'stripe-signature': `t=${time},v1=${hmac(stripe, `${time}.${body}`).digest('hex')}`,
			}),
		},
		{
			variant: 'inbentaV1',
			parameters: { keyId: 'smoke-key' },
			value: inbenta,
			again: 401,
			sign: (body, _id, time) => ({
				'x-inbenta-key': 'smoke-key',
				'x-inbenta-timestamp': time,
				'x-inbenta-signature-version': 'v1',
				'x-inbenta-signature': hmac(
					inbenta,
					`POST&v1%2Fevents&${formEncoded(body)}&${time}&v1`,
				).digest('hex'),
			}),
			signAnswer: (body, time) => {
				const text = formEncoded(JSON.stringify(body).replaceAll('/', '\\/'));
				return hmac(inbenta, `v1&${time}&${text}`).digest('hex');
			},
		},
		{
			variant: 'genericHmac',
			parameters: {
				signatureHeader: 'X-Shop-Signature',
				timestampHeader: 'X-Shop-Time',
				template: '{timestamp}.{body}',
				prefix: 'v0=',
			},
			value: shop,
			again: 200,
			sign: (body, _id, time) => ({
				'x-shop-time': time,
				'x-shop-signature': `v0=${hmac(shop, `${time}.${body}`).digest('hex')}`,
			}),
		},
	];
}

/** Each kind of signature: right, wrong, and sent again. */
export function signedMessages(world: World): readonly Check[] {
	const { webhook, session, realm, admin, signingValues } = world;
	const all = senders();
	let workflow = '';
	const executions = async () => (await listExecutions(session, workflow)).length;

	const check = (sender: Sender): Check => ({
		sentence: `signed as ${sender.variant}: 200; sent again ${sender.again}, changed 401, neither runs`,
		find: async () => {
			const message = { id: randomUUID(), amount: 1200, text: 'a b' };
			const time = String(Math.floor(Date.now() / 1000));
			const headers = sender.sign(JSON.stringify(message), message.id, time);
			const before = await executions();
			const changed = await call(webhook(PATH), headers, { ...message, amount: 1201 });
			assert.equal(changed.status, 401, changed.body);
			const first = await call(webhook(PATH), headers, message);
			assert.equal(first.status, 200, first.body);
			const caller = first.json?.['caller'] as Record<string, unknown>;
			assert.deepEqual([caller['user'], caller['scheme']], [USER, 'signature']);
			for (const [name, value] of Object.entries(headers)) {
				if (!name.includes('signature') || value.length <= 8) continue;
				assert.ok(!first.body.includes(value));
				signingValues.push(value);
			}
			const again = await call(webhook(PATH), headers, message);
			assert.equal(again.status, sender.again, again.body);
			assert.equal(await executions(), before + 1);
			const signature = sender.signAnswer?.(first.body, time);
			assert.equal(first.headers['x-inbenta-signature'], signature);
			const signed = signature === undefined ? '' : ', answer signed';
			return `${first.status}, ${again.status}, ${changed.status}${signed}`;
		},
	});

	return [
		{
			sentence:
				'signing keys are made of sealed values, and a trigger that names them is published',
			find: async () => {
				const key = { resource: 'signingKey' };
				const { publicKey } = await admin({ ...key, operation: 'getPublicKey' });
				const ids: string[] = [];
				for (const { variant, value, parameters } of all) {
					signingValues.push(value);
					const sealed = await sealSigningKey(String(publicKey), variant, value);
					const input = { username: USER, name: variant, variant, sealed, ...parameters };
					const { credentialId } = await admin({ ...key, operation: 'create', ...input });
					ids.push(String(credentialId));
				}
				const trigger = {
					httpMethod: 'POST',
					acceptedCredentials: ['signature'],
					signingKeys: ids,
				};
				workflow = await createWorkflow(session, protectedWorkflow(realm, PATH, trigger));
				await activateWorkflow(session, workflow);
				return ids.join(', ');
			},
		},
		...all.map(check),
	];
}
