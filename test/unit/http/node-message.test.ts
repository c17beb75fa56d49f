import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { HttpMessage } from '../../../src/http/message';
import { messageOf, type Received } from '../../../src/http/node-message';

interface Sent {
	readonly method?: string;
	readonly path?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
}

/** Sends a request to a real server of Node's, and gives the message that it becomes there. */
async function received(sent: Sent, more: Omit<Received, 'content'> = {}): Promise<HttpMessage> {
	let message: HttpMessage | undefined;
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			message = messageOf(request, { content: Buffer.concat(chunks), ...more });
			response.end();
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const { method = 'GET', path = '/', headers = {}, body } = sent;
	const client = send({ port, host: '127.0.0.1', method, path, headers: { ...headers } });
	client.end(body);
	const [answer] = (await once(client, 'response')) as [NodeJS.ReadableStream];
	answer.resume();
	server.close();
	if (message === undefined) throw new Error('Nothing came.');
	return message;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const FORM_TYPE = { 'Content-Type': 'application/x-www-form-urlencoded' };

test('a request becomes a message with its fields as they were sent, and the peer', async () => {
	const headers = { 'X-API-Key': 'k', ...JSON_TYPE };
	const body = '{"a":1}';
	const path = '/orders?tag=a&tag=b&q=%20x&__proto__=y';
	const message = await received({ method: 'POST', path, headers, body });
	expect(message).toMatchObject({
		method: 'POST',
		target: path,
		address: '127.0.0.1',
		bodyBytes: 7,
	});
	expect(Object.entries(message.query)).toEqual([
		['tag', ['a', 'b']],
		['q', ' x'],
		['__proto__', 'y'],
	]);
	expect(message.body).toEqual({ a: 1 });
	expect(message.headerFields).toContainEqual(['X-API-Key', 'k']);
	expect(Buffer.from((await message.rawBody?.()) ?? []).toString()).toBe(body);
});

test.each([
	['a form', FORM_TYPE, 'key=a+b&key=c', { key: ['a b', 'c'] }],
	['JSON of another name', { 'content-type': 'application/problem+json' }, '[1]', [1]],
	['malformed JSON', JSON_TYPE, '{', undefined],
	['text', { 'content-type': 'text/plain' }, 'x', 'x'],
	['nothing', {}, undefined, undefined],
])('a body that is %s is read', async (_name, headers, body, read) => {
	const sent = body === undefined ? { headers } : { headers, body };
	expect((await received({ method: 'POST', ...sent })).body).toEqual(read);
});

test('a proxy says which call is meant, and who makes it', async () => {
	const more = { method: 'PUT', target: '/a?b=c', address: '192.0.2.7', params: { id: '1' } };
	const { method, target, query, address, params } = await received({ path: '/ask' }, more);
	expect([method, target, query, address, params]).toEqual([
		'PUT',
		'/a?b=c',
		{ b: 'c' },
		'192.0.2.7',
		{ id: '1' },
	]);
});

test('a body that was not read has the length that the sender says', () => {
	const socket = { remoteAddress: '::ffff:192.0.2.1' } as never;
	const base = { method: 'POST', url: '/', rawHeaders: [], socket };
	const bytes = (headers: Readonly<Record<string, string>>) =>
		messageOf({ ...base, headers: { ...headers } }).bodyBytes;
	expect(bytes({ 'content-length': '12' })).toBe(12);
	expect(bytes({ 'transfer-encoding': 'chunked' })).toBeUndefined();
	expect(bytes({})).toBe(0);
});
