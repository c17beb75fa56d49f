import { InbentaApi } from '../../credentials/InbentaApi.credentials';
import { InterActionPlusApi } from '../../credentials/InterActionPlusApi.credentials';
import { InteractApi } from '../../credentials/InteractApi.credentials';
import { VerintCommunityApi } from '../../credentials/VerintCommunityApi.credentials';
import type { Emulator } from '../emulators/emulator';
import { InbentaEmulator } from '../emulators/inbenta';
import { InteractEmulator } from '../emulators/interact';
import { InterActionPlusEmulator } from '../emulators/interaction-plus';
import { VerintEmulator } from '../emulators/verint';
import { WAYS } from './called-systems';
import { byApiRequest } from './vendor-calls';

const started: Emulator[] = [];
async function start<E extends Emulator>(emulator: E): Promise<E> {
	started.push(emulator);
	return await emulator.start();
}
afterEach(async () => {
	await Promise.all(started.splice(0).map(({ api }) => api.close()));
});

describe('Interact', () => {
	const type = new InteractApi();

	test('IN-19: API domain and tenant are typed in, or read from the intranet, and have to be allowed', async () => {
		const { fields, api, tenant, calls } = await start(new InteractEmulator());
		const url = api.url('/api/people');
		const typed = { ...fields, apiDomain: api.url(''), tenant };
		expect((await byApiRequest({ type, fields: typed, url })).error).toBeUndefined();
		expect(api.seen.map((seen) => seen.url)).not.toContain('/info');
		expect(calls[0]?.headers['x-tenant']).toBe(tenant);

		const half = { ...fields, apiDomain: api.url('') };
		expect((await byApiRequest({ type, fields: half, url })).error).toMatch(/Enter Intranet/);
		const intranet = api.url('', 'localhost');
		const elsewhere = { ...fields, intranet, allowedDomains: 'localhost' };
		const { error } = await byApiRequest({
			type,
			fields: elsewhere,
			url: api.url('/', 'localhost'),
		});
		expect(error).toMatch(/names 127\.0\.0\.1:\d+ as its API domain, which Allowed Domains/);
		const odd = { ...fields, intranet: api.url(''), tenant: 'my tenant' };
		expect((await byApiRequest({ type, fields: odd, url })).error).toMatch(/no GUID/);
	});

	test.each(WAYS)(
		'IN-18: a user name and a password log in as the person, by %s',
		async (_way, send) => {
			const { fields, api, password, calls } = await start(new InteractEmulator());
			const own = { grant: 'password', username: fields.personId, password };
			const all = { allowedDomains: '127.0.0.1', intranet: api.url(''), ...own };
			const url = api.url('/api/people');
			expect((await send({ type, fields: all, url })).error).toBeUndefined();
			expect(calls[0]?.headers.authorization).toMatch(/^Bearer token-/);
			const wrong = { ...all, password: 'not my p4ssword' };
			const { error, kept } = await send({ type, fields: wrong, url });
			expect(error).toMatch(/answered the log-in with 400/);
			expect(kept).not.toContain('not my p4ssword');
		},
	);

	test("IN-21: a message or a plain text of the system is the node's error", async () => {
		const { fields, api } = await start(new InteractEmulator());
		const all = { ...fields, intranet: api.url('') };
		const wrong = await byApiRequest({
			type,
			fields: { ...all, personId: 'x' },
			url: api.url('/api/x'),
		});
		expect(wrong.error).toMatch(
			/answered the log-in with 400, saying "Wrong key or secret: \*\*\*"/,
		);
		const { error } = await byApiRequest({ type, fields: all, url: api.url('/api/unknown') });
		expect(error).toMatch(/answered 404/);
	});
});

describe('Verint Community', () => {
	const type = new VerintCommunityApi();

	test.each(WAYS)(
		'VE-36: PUT and DELETE go out as POST with Rest-Method, by %s',
		async (_way, send) => {
			const { fields, api, calls } = await start(new VerintEmulator());
			const call = {
				type,
				fields: { ...fields, baseUrl: api.url('') },
				url: api.url('/api.ashx/v2/a.json'),
			};
			await send({ ...call, method: 'DELETE' });
			expect(calls[0]).toMatchObject({ method: 'POST', headers: { 'rest-method': 'DELETE' } });
			await send({ ...call, fields: { ...call.fields, methodOverride: false }, method: 'DELETE' });
			expect(calls[1]?.method).toBe('DELETE');
			expect(calls[1]?.headers).not.toHaveProperty('rest-method');
		},
	);

	test.each(WAYS)(
		'VE-33, VE-37: a key of a user needs no log-in and may impersonate, by %s',
		async (_way, send) => {
			const { fields, api, calls, logIns } = await start(new VerintEmulator());
			const key = { grant: 'apiKey', apiKey: 'k3y-of-the-user', impersonate: 'alice' };
			const all = { ...fields, ...key, baseUrl: api.url('') };
			const { error } = await send({ type, fields: all, url: api.url('/api.ashx/v2/a.json') });
			expect(error).toBeUndefined();
			expect(calls[0]?.headers).toMatchObject({
				'rest-user-token': Buffer.from('k3y-of-the-user:jörg').toString('base64'),
				'rest-impersonate-user': 'alice',
			});
			expect(logIns).toBe(0);
			const plain = { ...all, baseUrl: 'http://community.example.com' };
			expect(
				(await send({ type, fields: plain, url: 'http://community.example.com/' })).error,
			).toMatch(/not https/);
		},
	);

	test.each([401, 403])(
		'VE-33: a call with a key of a user that is refused with %d is not sent once more',
		async (status) => {
			const emulator = await start(new VerintEmulator());
			const { fields, api } = emulator;
			const key = { grant: 'apiKey', apiKey: 'k3y-of-the-user', baseUrl: api.url('') };
			const call = { type, fields: { ...fields, ...key }, url: api.url('/api.ashx/v2/a.json') };
			Object.assign(emulator, { refusals: 2, refusalStatus: status });
			const { error } = await byApiRequest({ ...call, method: 'POST', body: {} });
			expect(error).toContain(`answered ${status}`);
			expect(api.seen).toHaveLength(1);
		},
	);

	test.each(WAYS)(
		'VE-33: a user name and a password log in by a public client, without a secret, by %s',
		async (_way, send) => {
			const emulator = await start(new VerintEmulator());
			const { fields, api, password, publicClient: clientId } = emulator;
			emulator.tokenPath = '/elsewhere/token';
			const own = { grant: 'password', username: fields.username, password, clientId };
			// Its token address is another one too.
			const all = { ...own, baseUrl: api.url(''), tokenUrl: api.url(emulator.tokenPath) };
			const call = { type, fields: all, url: api.url('/api.ashx/v2/a.json') };
			expect((await send(call)).error).toBeUndefined();
			expect([emulator.logIns, emulator.calls.length]).toEqual([1, 1]);
		},
	);

	test('VE-38: warnings stay in the output', async () => {
		const { fields, api } = await start(new VerintEmulator());
		const all = { ...fields, baseUrl: api.url('') };
		const { items } = await byApiRequest({
			type,
			fields: all,
			url: api.url('/api.ashx/v2/a.json'),
		});
		expect(items).toMatchObject([{ body: { Warnings: ['Old version'], Info: ['Hello'] } }]);
	});

	test('VE-38: errors in an answer of status 200 are the error of the node', async () => {
		const { fields, api } = await start(new VerintEmulator());
		const call = { type, fields: { ...fields, baseUrl: api.url('') }, url: api.url('/wrong.json') };
		expect((await byApiRequest(call)).error).toMatch(
			/Verint Community answered 200: No such group/,
		);
		const response = { response: { response: { neverError: true } } };
		const ignored = await byApiRequest({
			...call,
			options: { ignoreHttpStatusErrors: true, ...response },
		});
		expect(ignored.error ?? '').not.toMatch(/undefined/);
	});
});

describe('Inbenta', () => {
	const type = new InbentaApi();

	test.each(WAYS)(
		'IB-27: the host name.api.invalid stands for what the log-in told, by %s',
		async (_way, send) => {
			const { fields, api, calls } = await start(new InbentaEmulator());
			const all = { ...fields, authUrl: api.url('/v1') };
			const url = 'https://chatbot.api.invalid/v1/conversation?x=1';
			expect((await send({ type, fields: all, url })).error).toBeUndefined();
			expect(calls[0]?.url).toBe('/prod/chatbot/v1/conversation?x=1');
			const unknown = await send({ type, fields: all, url: 'https://search.api.invalid/' });
			expect(unknown.error).toMatch(
				/tells no address for an API "search": this key may use chatbot/,
			);
		},
	);

	test.each(WAYS)(
		'IB-28: requests are signed where there is a signature key, by %s',
		async (_way, send) => {
			const emulator = await start(new InbentaEmulator());
			const { fields, api, calls } = emulator;
			emulator.signatureKey = 'my-signature-key';
			const { signatureKey } = emulator;
			const call = {
				type,
				fields: { ...fields, authUrl: api.url('/v1'), signatureKey },
				url: api.url('/prod/chatbot/v1/conversation'),
				method: 'POST',
				body: { message: 'à la carte/1 ~' },
			};
			expect((await send(call)).error).toBeUndefined();
			expect(calls).toHaveLength(1);
			const wrong = { ...call.fields, signatureKey: 'another-signature-key' };
			expect((await send({ ...call, fields: wrong })).error).toBeDefined();
			expect(calls).toHaveLength(1);
		},
	);

	test('IB-28: an answer that is not signed as it has to be is an error', async () => {
		const emulator = await start(new InbentaEmulator());
		const { fields, api } = emulator;
		emulator.signatureKey = 'my-signature-key';
		emulator.signsWrongly = true;
		const { signatureKey } = emulator;
		const all = { ...fields, authUrl: api.url('/v1'), signatureKey };
		const { error } = await byApiRequest({ type, fields: all, url: api.url('/prod/chatbot/v1/x') });
		expect(error).toMatch(/is not signed as Inbenta signs/);
	});

	test('IB-29: both shapes of errors are the error of the node', async () => {
		const emulator = await start(new InbentaEmulator());
		const { fields, api } = emulator;
		emulator.signatureKey = 'my-signature-key';
		const all = { ...fields, authUrl: api.url('/v1') };
		const { error } = await byApiRequest({ type, fields: all, url: api.url('/prod/chatbot/v1/x') });
		expect(error).toMatch(/Inbenta answered 403: Signature provided is not valid/);
		const foreign = { ...all, apiKey: 'Zm9yZWlnbg==' };
		const refused = await byApiRequest({
			type,
			fields: foreign,
			url: api.url('/prod/chatbot/v1/x'),
		});
		expect(refused.error).toMatch(/answered the log-in with 403, saying "Wrong key"/);
	});
});

describe('InterAction+', () => {
	const type = new InterActionPlusApi();

	test.each([
		'/tenant/.well-known/openid-configuration',
		'/.well-known/oauth-authorization-server/tenant',
		'/tenant/.well-known/oauth-authorization-server',
	])('IA-16: metadata is found at %s', async (address) => {
		const emulator = await start(new InterActionPlusEmulator());
		const { fields, api } = emulator;
		emulator.metadata = address;
		const all = { ...fields, authorityUrl: api.url('/tenant/'), apiUrl: api.url('/cloud') };
		expect(
			(await byApiRequest({ type, fields: all, url: api.url('/cloud/x') })).error,
		).toBeUndefined();
	});

	test('IA-16: metadata of another issuer, or none, asks for the address; a token URL needs none', async () => {
		const emulator = await start(new InterActionPlusEmulator());
		const { fields, api } = emulator;
		const all = { ...fields, authorityUrl: api.url('/tenant'), apiUrl: api.url('/cloud') };
		const call = { type, fields: all, url: api.url('/cloud/x') };
		emulator.issuer = () => 'https://evil.example';
		expect((await byApiRequest(call)).error).toMatch(/calls itself by another name/);
		emulator.metadata = '/nowhere';
		expect((await byApiRequest(call)).error).toMatch(/publishes no metadata: enter Token URL/);
		const typed = { ...all, tokenUrl: api.url('/tenant/token') };
		expect((await byApiRequest({ ...call, fields: typed })).error).toBeUndefined();
	});

	test('IA-16: scope, audience and the way a client shows itself can be chosen', async () => {
		const emulator = await start(new InterActionPlusEmulator());
		const { fields, api, forms } = emulator;
		const addresses = { authorityUrl: api.url('/tenant'), apiUrl: api.url('/cloud') };
		const sent = { scope: 'read write', audience: 'cloud' };
		const more = { ...sent, clientAuthentication: 'body' };
		const call = { type, fields: { ...fields, ...addresses, ...more }, url: api.url('/cloud/x') };
		expect((await byApiRequest(call)).error).toBeUndefined();
		const shown = { client_id: fields.clientId, client_secret: fields.clientSecret };
		expect(forms).toEqual([{ grant_type: 'client_credentials', ...sent, ...shown }]);
	});

	test.each(WAYS)(
		'IA-17: a consent that was withdrawn is said to be needed, by %s',
		async (_way, send) => {
			const emulator = await start(new InterActionPlusEmulator());
			const { fields, api } = emulator;
			emulator.hasConsent = false;
			const all = { ...fields, authorityUrl: api.url('/tenant'), apiUrl: api.url('/cloud') };
			expect((await send({ type, fields: all, url: api.url('/cloud/x') })).error).toMatch(
				/^InterAction\+ needs consent: an administrator of the tenant has to set the access up/,
			);
		},
	);
});
