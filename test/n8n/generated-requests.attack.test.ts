import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import fc from 'fast-check';

import { closeRealms, openRealmBy } from '../../src/n8n/open-realms';
import { valueOf } from '../a-realm';
import { aListeningTrigger, type ListeningTrigger } from './listening-trigger';

/** 20,000 in the run for all that must hold, fewer beside the other tests. */
const REQUESTS = Number(process.env['GENERATED_REQUESTS'] ?? 1_000);
const AT_ONCE = 20;
const GROWTH_BYTES = 48 * 1024 * 1024;
/** What a caller may be told; 422 is also n8n's own for JSON that is none. */
const STATUSES = [200, 400, 401, 403, 405, 413, 415, 422, 429, 431];

interface Generated {
	readonly target: string;
	readonly lines: readonly string[];
	readonly body: Buffer;
}

const CREDENTIAL_HEADERS = [
	'Authorization',
	'OAuth-Authorization',
	'Rest-Impersonate-User',
	'Rest-User-Token',
	'Stripe-Signature',
	'Svix-Signature',
	'Webhook-Signature',
	'X-API-Key',
	'X-Domain-Key',
	'X-Hub-Signature-256',
	'X-Inbenta-Key',
	'X-Inbenta-Signature',
];
const OTHER_HEADERS = [
	'Content-Encoding',
	'Cookie',
	'Idempotency-Key',
	'Origin',
	'Rest-Method',
	'Traceparent',
	'Webhook-Id',
	'Webhook-Timestamp',
	'X-GitHub-Delivery',
	'X-HTTP-Method-Override',
	'X-Inbenta-Signature-Version',
	'X-Inbenta-Timestamp',
	'X-Tenant',
	'__proto__',
	'constructor',
];

/** Bytes as letters, as a socket carries them. */
const bytes = fc
	.uint8Array({ maxLength: 60 })
	.map((array) => Buffer.from(array).toString('latin1'));
const unicode = fc.string({ unit: 'grapheme', maxLength: 40 });
const utf8 = unicode.map((text) => Buffer.from(text).toString('latin1'));
/** The first bytes of a letter without the rest. */
const split = utf8.map((text) => `${text}\xf0\x9f`);

/** A text that is a key, nearly one, or nothing like it. */
const credentialText = (key: string) =>
	fc.oneof(
		fc.constant(key),
		fc.nat(key.length - 1).map((at) => `${key.slice(0, at)}~${key.slice(at + 1)}`),
		fc.nat(key.length).map((length) => key.slice(0, length)),
		fc.constant(`${key},${key}`),
		fc.constant(Buffer.from(`${key}:alice`).toString('base64')),
		fc.constant(Buffer.from(`${key}:`).toString('base64')),
		fc.base64String({ maxLength: 120 }),
		bytes,
		utf8,
		split,
		fc.constant('x'.repeat(17_000)),
	);
const scheme = fc.constantFrom(
	'',
	'Bearer ',
	'bearer  ',
	'OAuth ',
	'Basic ',
	'Digest ',
	'Bearer\t',
);
const credentialLine = (key: string) =>
	fc
		.tuple(fc.constantFrom(...CREDENTIAL_HEADERS), scheme, credentialText(key))
		.map(([name, word, text]) => `${name}: ${word}${text}`);
const otherLine = fc
	.tuple(fc.constantFrom(...OTHER_HEADERS), fc.oneof(bytes, utf8, split, fc.webUrl()))
	.map(([name, text]) => `${name}: ${text}`);
/** Mostly one credential, and that mostly where it may stand. */
const credentialLines = (key: string) =>
	fc.oneof(
		{ weight: 3, arbitrary: fc.constantFrom([`X-API-Key: ${key}`], [`Authorization: ${key}`]) },
		{ weight: 4, arbitrary: credentialLine(key).map((line) => [line]) },
		{ weight: 2, arbitrary: fc.array(credentialLine(key), { maxLength: 3 }) },
	);
const contentType = fc.constantFrom(
	'application/json',
	'application/json; charset=utf-16',
	'application/x-www-form-urlencoded',
	'multipart/form-data; boundary=x',
	'text/plain',
	'application/octet-stream',
	'not a type',
	'',
);
const body = fc.oneof(
	fc.constant(Buffer.alloc(0)),
	fc.json({ maxDepth: 8 }).map((text) => Buffer.from(text)),
	fc.constant(Buffer.from('[['.repeat(5_000))),
	fc.constant(Buffer.from(`{"a":"${'x'.repeat(100_000)}"}`)),
	fc.constant(Buffer.from('{"__proto__":{"a":1},"amount":"NaN"}')),
	fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array)),
	split.map((text) => Buffer.from(`{"a":"${text}"}`, 'latin1')),
);
const target = (key: string) =>
	fc.oneof(
		{ weight: 4, arbitrary: fc.constant('') },
		fc.webQueryParameters().map((text) => `?${text}`),
		fc.constant(`?key=${key}`),
		fc.constantFrom('?a=%ff%fe', '?a[b][c]=1', '?__proto__=1', '?timeout=-1', '?timeout=1e999'),
	);
const generated = (key: string): fc.Arbitrary<Generated> =>
	fc.record({
		target: target(key),
		body,
		lines: fc
			.tuple(credentialLines(key), fc.array(otherLine, { maxLength: 3 }), contentType)
			.map(([shown, others, type]) => [
				...shown,
				...others,
				...(type === '' ? [] : [`Content-Type: ${type}`]),
			]),
	});

let folder: string;
let key: string;
let trigger: ListeningTrigger;
const faults: unknown[] = [];
const note = (fault: unknown): void => {
	faults.push(fault);
};

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'realm-'));
	const fields = {
		passphrase: Buffer.alloc(32, 3).toString('base64'),
		storage: 'sqlite',
		sqliteFile: join(folder, 'realm.sqlite'),
	};
	const { realm } = await openRealmBy(fields);
	valueOf(await realm.administer.users.create({ username: 'alice' }));
	({ key } = valueOf(await realm.administer.apiKeys.generate({ username: 'alice', name: 'k' })));
	trigger = await aListeningTrigger(
		{
			acceptedCredentials: ['apiKey', 'accessToken', 'restUserToken', 'domainKey'],
			validation: {
				bodySchema: '{"type":"object","properties":{"amount":{"type":"number"}}}',
			},
		},
		fields,
	);
	trigger.proxyHops = 1;
	process.on('unhandledRejection', note).on('uncaughtException', note);
});
afterAll(async () => {
	process.off('unhandledRejection', note).off('uncaughtException', note);
	await trigger.close();
	await closeRealms();
	await rm(folder, { recursive: true });
});

let sent = 0;

/** Sends one as it is, and gives the status; 0 where the parser hung up on it. */
async function send({ target: query, lines, body: payload }: Generated): Promise<number> {
	const socket = connect(Number(new URL(trigger.url()).port), '127.0.0.1');
	let answer = '';
	socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
	socket.on('error', () => {});
	const number = (sent += 1);
	const head = [
		`POST /webhook/orders${query} HTTP/1.1`,
		'Host: n8n.example.com',
		'Connection: close',
		// Each from an address of its own, or the limit of failed attempts would answer them all.
		`X-Forwarded-For: 10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`,
		`Content-Length: ${payload.length}`,
		...lines,
	].join('\r\n');
	socket.write(`${head}\r\n\r\n`, 'latin1');
	socket.write(payload);
	await new Promise((resolve) => socket.once('close', resolve));
	return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);
}

function usedHeap(): number {
	setFlagsFromString('--expose_gc');
	(runInNewContext('gc') as () => void)();
	return process.memoryUsage().heapUsed;
}

test(`${REQUESTS} generated requests are refused unless they show the key, and leave nothing behind`, async () => {
	const statuses = new Map<number, number>();
	const run = (requests: number) =>
		fc.assert(
			fc.asyncProperty(
				fc.array(generated(key), { minLength: AT_ONCE, maxLength: AT_ONCE }),
				async (batch) => {
					await Promise.all(
						batch.map(async (request) => {
							const status = await send(request);
							statuses.set(status, (statuses.get(status) ?? 0) + 1);
							expect([0, ...STATUSES]).toContain(status);
							if (status !== 200) return;
							const shown = request.lines.some(
								(text) =>
									text.includes(key) ||
									text.includes(Buffer.from(key).toString('base64').slice(0, 100)),
							);
							expect(shown).toBe(true);
						}),
					);
					// What was let in holds no credential.
					expect(JSON.stringify(trigger.runs)).not.toContain(key);
					trigger.runs.length = 0;
				},
			),
			{ numRuns: Math.ceil(requests / AT_ONCE), endOnFailure: true },
		);
	await run(REQUESTS / 10);
	const before = usedHeap();
	await run(REQUESTS);
	expect(usedHeap() - before).toBeLessThan(GROWTH_BYTES);
	expect(faults).toEqual([]);
	process.stdout.write(
		`generated requests by status: ${JSON.stringify(Object.fromEntries(statuses))}\n`,
	);
	// A generator whose requests are all refused for one reason would show nothing.
	for (const status of [200, 400, 401, 422]) expect(statuses.get(status)).toBeGreaterThan(0);
}, 1_200_000);
