import {
	type CallToSystem,
	fetchExchange,
	type ReadyCall,
	type SystemName,
	tokenClient,
	type TokenClient,
} from '../../index';
import type { Emulator } from '../emulators/emulator';
import { InbentaEmulator } from '../emulators/inbenta';
import { InterActionPlusEmulator } from '../emulators/interaction-plus';
import { InteractEmulator } from '../emulators/interact';
import { VerintEmulator } from '../emulators/verint';

const clock = { time: Date.now(), now: () => clock.time };

function clientOf(system: SystemName, fields: Readonly<Record<string, unknown>>): TokenClient {
	const client = tokenClient(system, fields, { exchange: fetchExchange, now: clock.now });
	if ('kind' in client) throw new Error(client.sentence);
	return client;
}

async function readyOf(client: TokenClient, call: CallToSystem): Promise<ReadyCall> {
	const ready = await client.ready(call);
	if (ready.kind === 'vendor-failure') throw new Error(ready.sentence);
	return ready;
}

/** Sends as a program would, with Node's own `fetch`. */
async function send({ url, method, headers }: ReadyCall, body?: Uint8Array<ArrayBuffer>) {
	const answer = await fetch(url, { method, headers, body: body ?? null, redirect: 'manual' });
	const bytes = new Uint8Array(await answer.arrayBuffer());
	return { status: answer.status, headers: Object.fromEntries(answer.headers), bytes };
}

interface Place {
	readonly emulator: Emulator;
	readonly client: TokenClient;
	readonly path: string;
}

const inbentaFields = (emulator: InbentaEmulator) => ({
	...emulator.fields,
	authUrl: emulator.api.url('/v1'),
	signatureKey: emulator.signatureKey,
});

const places: Readonly<Record<string, () => Promise<Place>>> = {
	Interact: async () => {
		const emulator = await new InteractEmulator().start();
		const fields = { ...emulator.fields, intranet: emulator.api.url('') };
		return { emulator, client: clientOf('interact', fields), path: '/api/users' };
	},
	'Verint Community': async () => {
		const emulator = await new VerintEmulator().start();
		const fields = { ...emulator.fields, baseUrl: emulator.api.url('') };
		return {
			emulator,
			client: clientOf('verintCommunity', fields),
			path: '/api.ashx/v2/users.json',
		};
	},
	'InterAction+': async () => {
		const emulator = await new InterActionPlusEmulator().start();
		const [authorityUrl, apiUrl] = [emulator.issuer(), emulator.api.url('')];
		const fields = { ...emulator.fields, authorityUrl, apiUrl };
		return { emulator, client: clientOf('interActionPlus', fields), path: '/api/contacts' };
	},
	Inbenta: async () => {
		const emulator = await new InbentaEmulator().start();
		return { emulator, client: clientOf('inbenta', inbentaFields(emulator)), path: '/prod/x/v1/y' };
	},
};

describe.each(Object.keys(places))('a client of %s, without n8n', (name) => {
	let place: Place;
	beforeEach(async () => {
		const made = await places[name]?.();
		if (made === undefined) throw new Error('unknown system');
		place = made;
	});
	afterEach(() => place.emulator.api.close());

	const call = () => ({ url: place.emulator.api.url(place.path) });

	test('logs in once for calls at once, and for those that come later', async () => {
		const { emulator, client } = place;
		const ready = await Promise.all([1, 2, 3, 4].map(() => readyOf(client, call())));
		const answers = await Promise.all(ready.map((each) => send(each)));
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		expect((await send(await readyOf(client, call()))).status).toBe(200);
		expect([emulator.logIns, emulator.refreshes]).toEqual([1, 0]);
	});

	test('gets a new token where the system ended it, once for all who saw it', async () => {
		const { emulator, client } = place;
		const ready = await Promise.all([1, 2].map(() => readyOf(client, call())));
		emulator.endTokens();
		for (const each of ready) {
			expect([401, 403]).toContain((await send(each)).status);
			client.refused(each);
		}
		const anew = await readyOf(client, call());
		for (const each of ready) client.refused(each);
		expect((await send(anew)).status).toBe(200);
		expect((await send(await readyOf(client, call()))).status).toBe(200);
		expect(emulator.logIns + emulator.refreshes).toBe(2);
	});

	test('sends nothing to another host, in one sentence', async () => {
		const failure = await place.client.ready({ url: 'https://elsewhere.example/api' });
		expect(failure).toEqual({
			kind: 'vendor-failure',
			sentence: `A call with the credentials of ${name} may not go to https://elsewhere.example: it is no host of that system, or lacks TLS.`,
		});
	});

	test.each([
		['error', /answered (the log-in with )?500/],
		['html', /web page/],
		['truncated', /without the JSON/],
		['closed', /it closed the connection/],
		['redirect', /redirects/],
		['limited', /fewer log-ins/],
	] as const)(
		'says what is wrong after a log-in with %s, and logs in the next time',
		async (fault, words) => {
			const { emulator, client } = place;
			emulator.logInFault = fault;
			const failure = await client.ready(call());
			expect(failure).toEqual({ kind: 'vendor-failure', sentence: expect.stringMatching(words) });
			expect(emulator.secrets.filter((secret) => JSON.stringify(failure).includes(secret))).toEqual(
				[],
			);
			expect((await send(await readyOf(client, call()))).status).toBe(200);
		},
	);
});

test('a client of Inbenta signs what is sent, and knows a signed answer from another', async () => {
	const emulator = await new InbentaEmulator().start();
	emulator.signatureKey = 'a-signature-key';
	const client = clientOf('inbenta', inbentaFields(emulator));
	const body = Buffer.from('{"question":"é"}');
	const headers = { 'Content-Type': 'application/json' };
	const url = 'https://chatbot.api.invalid/v1/conversation';
	const ready = await readyOf(client, { method: 'post', url, headers, body });
	expect(ready.url).toBe(emulator.api.url('/prod/chatbot/v1/conversation'));
	const answer = await send(ready, body);
	expect(answer.status).toBe(200);
	expect(client.isAuthentic(ready, answer, answer.bytes)).toBe(true);
	expect(client.isAuthentic(ready, answer, Buffer.from('{}'))).toBe(false);
	await emulator.api.close();
});

test('a client of PhixFlow has its key in the call, and needs no log-in', async () => {
	const fields = { baseUrl: 'https://p.example', apiKey: 'the-key' };
	const client = clientOf('phixFlow', fields);
	const headers = { Authorization: 'mine', accept: 'application/json' };
	const ready = await readyOf(client, { url: 'https://p.example/api/1/x', headers });
	expect(ready).toEqual({
		kind: 'ready',
		method: 'GET',
		url: 'https://p.example/api/1/x',
		headers: { authorization: 'the-key', accept: 'application/json' },
	});
	expect(await client.ready({ url: '/api' })).toMatchObject({ kind: 'vendor-failure' });
	const ports = { exchange: fetchExchange, now: clock.now };
	expect(tokenClient('phixFlow', { baseUrl: 'https://p.example' }, ports)).toEqual({
		kind: 'vendor-failure',
		sentence: 'API Key of the credential is empty: enter it.',
	});
});
