import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { hmacKey } from '../../src/crypto/verification-key';
import { inbentaAnswerFields } from '../../src/authentication/signature/inbenta';
import { closeRealms, openRealmBy } from '../../src/n8n/open-realms';
import type { Realm } from '../../src/realm/realm';
import { sealForKey, type Sender, SENDERS, senderOf, TARGET } from '../a-signing-key';
import { valueOf } from '../a-realm';
import { aListeningTrigger, type ListeningTrigger } from './listening-trigger';

let folder: string;
let fields: ICredentialDataDecryptedObject;
let realm: Realm;
const ids = new Map<string, string>();
let trigger: ListeningTrigger;
let count = 0;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'realm-'));
	fields = {
		realm: 'default',
		passphrase: Buffer.alloc(32, 3).toString('base64'),
		storage: 'sqlite',
		sqliteFile: join(folder, 'realm.sqlite'),
	};
	({ realm } = await openRealmBy(fields));
	valueOf(await realm.administer.users.create({ username: 'alice' }));
	for (const sender of SENDERS) {
		const { variant, scheme, value } = sender;
		const sealed = await sealForKey(realm, variant, value, Date.now() + 60_000);
		const input = { username: 'alice', name: variant, scheme, sealed };
		const { credentialId } = valueOf(await realm.administer.signingKeys.create(input));
		ids.set(variant, credentialId);
	}
});
afterEach(() => trigger.close());
afterAll(async () => {
	await closeRealms();
	await rm(folder, { recursive: true });
});

const listen = async (parameters: INodeParameters = {}): Promise<void> => {
	const signingKeys = [...ids.values()];
	const all = { acceptedCredentials: ['signature'], signingKeys, ...parameters };
	trigger = await aListeningTrigger(all, fields, (response) => {
		response.setHeader('content-type', 'application/json; charset=utf-8');
		response.end('{"path":"a/b","word":"à"}');
	});
};
const aMessageOf = (): { readonly id: string; readonly body: string } => {
	const id = `m${String((count += 1))}`;
	return { id, body: JSON.stringify({ id, amount: 1200, text: 'à' }) };
};
const send = (
	body: string | Uint8Array | FormData,
	headers: Readonly<Record<string, string>> = {},
) => {
	const type: Record<string, string> =
		body instanceof FormData ? {} : { 'content-type': 'application/json' };
	const sent = typeof body === 'string' || body instanceof FormData ? body : new Uint8Array(body);
	return fetch(trigger.url(TARGET), {
		method: 'POST',
		body: sent,
		headers: { ...type, ...headers },
	});
};
const reason = async (): Promise<unknown> =>
	(await realm.audit.query({ kind: 'decision' }, 1))[0]?.content['reason'];

describe.each(SENDERS)('a message that is signed as of $variant', (sender: Sender) => {
	test('IB-21: runs the workflow as the user of its key, without the signature in the item', async () => {
		await listen();
		const { id, body } = aMessageOf();
		const headers = await sender.sign(body, Date.now(), id);
		expect((await send(body, headers)).status).toBe(200);
		const item = trigger.runs[0]?.workflowData?.[0]?.[0]?.json;
		expect(item).toMatchObject({
			body: JSON.parse(body) as object,
			caller: { user: 'alice', scheme: 'signature', credentialId: ids.get(sender.variant) },
		});
		const signatures = Object.entries(headers).filter(([name]) => name.includes('signature'));
		const stored = JSON.stringify(trigger.runs);
		expect(signatures.filter(([, value]) => value.length > 8 && stored.includes(value))).toEqual(
			[],
		);
	});

	test('NT-73: runs it once, however often it comes', async () => {
		await listen();
		const { id, body } = aMessageOf();
		const headers = await sender.sign(body, Date.now(), id);
		expect((await send(body, headers)).status).toBe(200);
		const again = await send(body, headers);
		expect(again.status).toBe(sender.variant === 'Inbenta' ? 401 : 200);
		expect(trigger.runs).toHaveLength(1);
		const requestId = again.headers.get('x-request-id');
		expect(await again.json()).toMatchObject({ requestId });
	});

	test('NT-71: is refused with one more space, re-serialised, in another charset, or compressed', async () => {
		await listen({ allowAnonymous: true });
		const { id, body } = aMessageOf();
		const headers = await sender.sign(body, Date.now(), id);
		const changed: [string | Uint8Array, Record<string, string>][] = [
			[`${body} `, {}],
			[JSON.stringify(JSON.parse(body), undefined, 1), {}],
			[Buffer.from(body, 'latin1'), {}],
			[body, { 'content-type': 'application/json; charset=iso-8859-1' }],
			[gzipSync(body), { 'content-encoding': 'gzip' }],
		];
		for (const [other, label] of changed) {
			const answer = await send(other, { ...headers, ...label });
			expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
				401,
				'Bearer realm="Incoming API"',
			]);
		}
		expect(trigger.runs).toEqual([]);
		expect((await send(body, headers)).status).toBe(200);
	});

	test('is refused as multipart, of which nobody has the bytes', async () => {
		await listen();
		const { id, body } = aMessageOf();
		const form = new FormData();
		form.set('payload', body);
		const answer = await send(form, await sender.sign(body, Date.now(), id));
		expect([answer.status, await reason()]).toEqual([401, 'body-not-signable']);
	});

	test('is taken where n8n has not read the body', async () => {
		await listen();
		const { id, body } = aMessageOf();
		const headers = await sender.sign(body, Date.now(), id);
		const label = { 'content-type': 'application/octet-stream' };
		expect((await send(body, { ...headers, ...label })).status).toBe(200);
	});
});

test('IB-24: an answer to a request of Inbenta is signed, whatever it is', async () => {
	const sender = senderOf('Inbenta');
	const key = hmacKey(Buffer.from(sender.value));
	for (const responseMode of ['onReceived', 'lastNode', 'poll']) {
		await listen({ responseMode });
		const { id, body } = aMessageOf();
		const headers = await sender.sign(body, Date.now(), id);
		const answer = await send(body, headers);
		const text = Buffer.from(await answer.arrayBuffer());
		const signature = answer.headers.get('x-inbenta-signature');
		const time = headers['x-inbenta-timestamp'] ?? '';
		expect({ 'x-inbenta-signature': signature }).toEqual(inbentaAnswerFields(key, time, text));
		const isPolled = responseMode === 'poll';
		expect(text.toString()).toMatch(isPolled ? /"state":"running"/ : /^\{"path":"a\/b"/);
		await trigger.close();
	}
	await listen();
	const { id, body } = aMessageOf();
	const other = senderOf('Standard Webhooks');
	const answer = await send(body, await other.sign(body, Date.now(), id));
	expect(answer.headers.has('x-inbenta-signature')).toBe(false);
});

test('IB-22: a signature that does not hold is told as Inbenta tells it, where the trigger does', async () => {
	await listen({ options: { answerShape: 'inbenta' } });
	const sender = senderOf('Inbenta');
	const { id, body } = aMessageOf();
	const headers = await sender.sign(body, Date.now(), id);
	const untimed = Object.entries(headers).filter(([name]) => name !== 'x-inbenta-timestamp');
	const wrong: [string, Record<string, string>][] = [
		[`${body} `, headers],
		[body, { ...headers, 'x-inbenta-signature-version': 'v2' }],
		[body, Object.fromEntries(untimed)],
	];
	for (const [sent, fields] of wrong) {
		const answer = await send(sent, fields);
		expect([answer.status, await answer.text()]).toEqual([
			403,
			'{"error":{"message":"Signature provided is not valid","code":403}}',
		]);
	}
	expect((await send(body, headers)).status).toBe(200);
	expect((await send(body, headers)).status).toBe(403);
	expect(trigger.runs).toHaveLength(1);
});

test('an API key does not do where only signatures are accepted', async () => {
	await listen();
	const { key } = valueOf(
		await realm.administer.apiKeys.generate({ username: 'alice', name: 'k' }),
	);
	expect((await send('{}', { 'x-api-key': key })).status).toBe(401);
});
