import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { IncomingApiTrigger } from '../../nodes/IncomingApiTrigger/IncomingApiTrigger.node';
import { closeRealms, openRealmBy } from '../../src/n8n/open-realms';
import { valueOf } from '../a-realm';
import { aHookedTrigger } from './hooked-trigger';
import { aListeningTrigger, type ListeningTrigger } from './listening-trigger';

const PAGE = 'https://shop.example.com';
const ELSEWHERE = 'https://evil.example.net';

let folder: string;
let fields: ICredentialDataDecryptedObject;
let key: string;
let domainKey: string;
const open: ListeningTrigger[] = [];

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'realm-'));
	const sqliteFile = join(folder, 'realm.sqlite');
	fields = { passphrase: Buffer.alloc(32, 3).toString('base64'), storage: 'sqlite', sqliteFile };
	const { users, apiKeys, domainKeys } = (await openRealmBy(fields)).realm.administer;
	valueOf(await users.create({ username: 'alice' }));
	({ key } = valueOf(await apiKeys.generate({ username: 'alice', name: 'first' })));
	const created = await domainKeys.create({
		username: 'alice',
		name: 'shop',
		origins: [PAGE],
		privileges: ['Use API Key', 'Run Actions'],
	});
	domainKey = valueOf(created).value;
});
afterEach(async () => {
	for (const trigger of open.splice(0)) await trigger.close();
});
afterAll(async () => {
	await closeRealms();
	await rm(folder, { recursive: true });
});

async function aTrigger(parameters: INodeParameters = {}): Promise<ListeningTrigger> {
	const trigger = await aListeningTrigger(parameters, fields);
	open.push(trigger);
	return trigger;
}

interface Answered {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

/** Sends exactly these headers: `fetch` would not send `Origin`. */
function call(
	trigger: ListeningTrigger,
	headers: Record<string, string>,
	method = 'POST',
): Promise<Answered> {
	return new Promise((resolve, reject) => {
		const sent = request(trigger.url(), { method, headers, agent: false }, (response) => {
			let body = '';
			response.setEncoding('utf8').on('data', (text: string) => (body += text));
			response.on('end', () => {
				resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
			});
		});
		sent.on('error', reject).end();
	});
}

const corsOf = ({ status, headers }: Answered) => ({
	status,
	origin: headers['access-control-allow-origin'],
	methods: headers['access-control-allow-methods'],
	cookies: headers['access-control-allow-credentials'],
	vary: headers.vary,
});
const cors = (status: number, origin?: string) => ({
	...{ status, origin, methods: undefined, cookies: undefined, vary: 'Origin' },
});

describe('a call from a page', () => {
	const listed = { options: { allowedOrigins: `https://app.example.com,${PAGE}` } };

	test('IB-17: of a listed origin runs the workflow, and the page may read the answer', async () => {
		const trigger = await aTrigger(listed);
		const answer = await call(trigger, { origin: PAGE, 'x-api-key': key });
		expect(corsOf(answer)).toEqual(cors(200, PAGE));
		expect(answer.headers['access-control-expose-headers']).toContain('X-Request-Id');
		expect(trigger.runs).toHaveLength(1);
	});

	test('of a listed origin may read why it is refused', async () => {
		const trigger = await aTrigger(listed);
		const answer = await call(trigger, { origin: PAGE, 'x-api-key': 'wrong' });
		expect(corsOf(answer)).toEqual(cors(401, PAGE));
		expect(trigger.runs).toEqual([]);
	});

	test.each<[string, INodeParameters]>([
		['listed', listed],
		['listed, anonymous calls allowed', { ...listed, allowAnonymous: true }],
		['no list', {}],
	])(
		'of another origin is refused, and what n8n allowed is taken back: %s',
		async (_, parameters) => {
			const trigger = await aTrigger(parameters);
			for (const origin of [ELSEWHERE, 'null', `${PAGE}.evil.tld`, 'http://shop.example.com']) {
				const answer = await call(trigger, { origin, 'x-api-key': key });
				expect(corsOf(answer)).toEqual(cors(403));
				expect(answer.body).toContain('#origin-not-allowed');
			}
			expect(trigger.runs).toEqual([]);
		},
	);

	test('that cannot be checked gives no page anything to read', async () => {
		const trigger = await aTrigger({ options: { allowedOrigins: '*' } });
		const answer = await call(trigger, { origin: PAGE, 'x-api-key': key });
		expect(corsOf(answer)).toEqual(cors(503));
	});

	test('is told apart from one without origin, which is let in', async () => {
		const trigger = await aTrigger();
		expect(corsOf(await call(trigger, { 'x-api-key': key }))).toEqual(cors(200));
	});
});

describe('a call with a domain key', () => {
	const accepting = { acceptedCredentials: ['domainKey'] };

	test('IB-12: from a page of its origin becomes an item without the key', async () => {
		const trigger = await aTrigger(accepting);
		const answer = await call(trigger, { origin: PAGE, 'x-domain-key': domainKey });
		expect(corsOf(answer)).toEqual(cors(200, PAGE));
		const item = trigger.runs[0]?.workflowData?.[0]?.[0]?.json;
		expect(item?.['caller']).toMatchObject({ user: 'alice', scheme: 'domainKey' });
		expect(JSON.stringify(item)).not.toContain(domainKey);
	});

	test.each<[string, Record<string, string>]>([
		['another page', { origin: ELSEWHERE }],
		['no page', {}],
		['a page that is said by Referer', { referer: `${PAGE}/` }],
	])('IB-13, NT-59: from %s starts nothing', async (_from, more) => {
		const trigger = await aTrigger(accepting);
		const answer = await call(trigger, { 'x-domain-key': domainKey, ...more });
		expect(corsOf(answer)).toEqual(cors(403));
		expect(trigger.runs).toEqual([]);
	});

	test('IB-13: is of no use where it is not accepted, or as an API key', async () => {
		const trigger = await aTrigger();
		for (const header of ['x-domain-key', 'x-api-key']) {
			expect((await call(trigger, { [header]: domainKey })).status).toBe(401);
		}
		expect(trigger.runs).toEqual([]);
	});
});

describe('a POST with Rest-Method', () => {
	const override = { options: { methodOverride: true }, httpMethod: ['POST', 'DELETE'] };
	const methodOf = (trigger: ListeningTrigger) =>
		trigger.runs[0]?.workflowData?.[0]?.[0]?.json['method'];

	test('VE-28: is an item of the method that it carries', async () => {
		const trigger = await aTrigger({ ...override, multipleMethods: true });
		expect((await call(trigger, { 'x-api-key': key, 'rest-method': 'DELETE' })).status).toBe(200);
		expect(methodOf(trigger)).toBe('DELETE');
	});

	test('VE-28: starts nothing with a method that the trigger does not take, or with none', async () => {
		const trigger = await aTrigger({ ...override, multipleMethods: true });
		const put = await call(trigger, { 'x-api-key': key, 'rest-method': 'PUT' });
		expect([put.status, put.headers.allow]).toEqual([405, 'POST, DELETE']);
		expect((await call(trigger, { 'x-api-key': key, 'rest-method': 'GET' })).status).toBe(400);
		expect(trigger.runs).toEqual([]);
	});

	test('NT-56: is an item of the method POST where the option is off', async () => {
		const trigger = await aTrigger();
		expect((await call(trigger, { 'x-api-key': key, 'rest-method': 'DELETE' })).status).toBe(200);
		expect(methodOf(trigger)).toBe('POST');
	});
});

describe('an activation', () => {
	const activate = async (allowedOrigins: unknown) =>
		await aHookedTrigger(fields, { options: { allowedOrigins } }).create();

	test.each(['', PAGE, `${PAGE},http://localhost:3000`, 'https://*.example.com'])(
		'with the allowed origins %j is let through',
		async (allowedOrigins) => {
			expect(await activate(allowedOrigins)).toBe(true);
		},
	);

	test.each<[unknown, string]>([
		[
			'*',
			'Allowed Origins has "*", which cannot be one: write it like https://app.example.com, without a path; http works for loopback and addresses alone.',
		],
		[
			`${PAGE}, https://a.example`,
			'Allowed Origins has " https://a.example": write it as https://a.example, without spaces around commas, as n8n compares it.',
		],
		[
			'https://Shop.example.com:443',
			'Allowed Origins has "https://Shop.example.com:443": write it as https://shop.example.com, without spaces around commas, as n8n compares it.',
		],
		[7, 'Allowed Origins is not a text: enter it anew.'],
	])('with the allowed origins %j is refused', async (allowedOrigins, message) => {
		await expect(activate(allowedOrigins)).rejects.toMatchObject({ message });
	});

	test('is asked for origins where n8n looks for them, and for none unless told otherwise', () => {
		const { properties } = new IncomingApiTrigger().description;
		const options = properties.find(({ name }) => name === 'options');
		expect(options).toMatchObject({ type: 'collection', default: {} });
		expect(options?.options).toContainEqual(
			expect.objectContaining({ name: 'allowedOrigins', default: '', noDataExpression: true }),
		);
	});
});
