import type { ICredentialDataDecryptedObject, ICredentialType, IDataObject } from 'n8n-workflow';

import { InterActionPlusOAuth2Api } from '../../credentials/InterActionPlusOAuth2Api.credentials';
import { VerintCommunityOAuth2Api } from '../../credentials/VerintCommunityOAuth2Api.credentials';
import { InterActionPlusEmulator } from '../emulators/interaction-plus';
import { VerintEmulator } from '../emulators/verint';
import { WAYS } from './called-systems';
import { ExternalApi } from './external-api';
import { byApiRequest, type VendorCall } from './vendor-calls';

interface Connected {
	readonly emulator: InterActionPlusEmulator | VerintEmulator;
	readonly type: ICredentialType;
	/** What is typed into the credential. */
	readonly fields: ICredentialDataDecryptedObject;
	readonly path: string;
}

const systems: Readonly<Record<string, () => Promise<Connected>>> = {
	'Verint Community': async () => {
		const emulator = await new VerintEmulator().start();
		const accessTokenUrl = emulator.api.url('/api.ashx/v2/oauth/token');
		const fields = { ...emulator.fields, site: emulator.api.url(''), accessTokenUrl };
		const type = new VerintCommunityOAuth2Api();
		return { emulator, type, fields, path: '/api.ashx/v2/groups.json' };
	},
	'InterAction+': async () => {
		const emulator = await new InterActionPlusEmulator().start();
		const addresses = {
			apiUrl: emulator.api.url('/cloud'),
			accessTokenUrl: emulator.api.url('/tenant/token'),
		};
		const fields = { ...emulator.fields, ...addresses, authentication: 'body' };
		return { emulator, type: new InterActionPlusOAuth2Api(), fields, path: '/cloud/contacts' };
	},
};

describe.each(Object.keys(systems))('%s, once a user has let n8n in', (name) => {
	let system: Connected;
	let call: VendorCall;
	/** As n8n keeps them, with the moment when they end. */
	const tokensWith = (secondsLeft: number): IDataObject => {
		const data = system.emulator.connect();
		return { ...data, n8n_expires_at: String(Date.now() + secondsLeft * 1000) };
	};
	const keptTokens = (): IDataObject => call.fields['oauthTokenData'] as IDataObject;
	beforeEach(async () => {
		const made = await systems[name]?.();
		if (made === undefined) throw new Error('unknown system');
		system = made;
		const { type, fields, path, emulator } = made;
		const oauthTokenData = tokensWith(1700);
		call = { type, fields: { ...fields, oauthTokenData }, url: emulator.api.url(path) };
	});
	afterEach(() => system.emulator.api.close());

	const expectNothingShown = (kept: string): void => {
		for (const secret of system.emulator.secrets) expect(kept).not.toContain(secret);
	};

	test.each(WAYS)(
		'VE-33, IA-17: is called with the token that n8n keeps, by %s',
		async (_way, send) => {
			expect((await send(call)).error).toBeUndefined();
			const [{ headers } = { headers: {} }] = system.emulator.calls;
			expect(headers).toMatchObject({
				authorization: `Bearer ${String(keptTokens()['access_token'])}`,
			});
			expect([system.emulator.refreshes, system.emulator.calls.length]).toEqual([0, 1]);
		},
	);

	test('VE-34, IA-17: fifty items renew a token once that soon ends, and what came is kept', async () => {
		call.fields['oauthTokenData'] = tokensWith(60);
		const before = keptTokens();
		const { error, items, kept } = await byApiRequest({ ...call, items: 50 });
		expect([error, items.length, system.emulator.refreshes]).toEqual([undefined, 50, 1]);
		expect(keptTokens()['access_token']).not.toBe(before['access_token']);
		expect(keptTokens()['refresh_token']).not.toBe(before['refresh_token']);
		expect(system.emulator.calls).toHaveLength(50);
		expect(JSON.stringify(items)).toContain('[secret Token]');
		expectNothingShown(kept);
	});

	test.each(WAYS)(
		'VE-34, IA-17: a token that the system ended is renewed once, by %s',
		async (way, send) => {
			const items = way === 'API Request' ? 50 : 1;
			// A community says 403, and to a young token that is about its user.
			call.fields['oauthTokenData'] = tokensWith(1700);
			system.emulator.endTokens();
			const { error } = await send({ ...call, items });
			const { refreshes, calls } = system.emulator;
			expect([error, refreshes, calls.length]).toEqual([undefined, 1, items]);
			// By the refresh token that came with it.
			system.emulator.endTokens();
			call.fields['oauthTokenData'] = { ...keptTokens(), n8n_expires_at: String(Date.now() + 1e6) };
			expect([(await send(call)).error, system.emulator.refreshes]).toEqual([undefined, 2]);
		},
	);

	test('VE-34, IA-17: whoever is refused after the renewal of another goes by what came', async () => {
		system.emulator.endTokens();
		const { api } = system.emulator;
		const { answer } = api;
		let calls = 0;
		api.answer = (seen, response) => {
			const isLate = seen.url === new URL(call.url).pathname && (calls += 1) % 2 === 0;
			if (isLate) setTimeout(answer, 500, seen, response);
			else answer(seen, response);
		};
		const { error } = await byApiRequest({ ...call, items: 10 });
		expect([error, system.emulator.refreshes]).toEqual([undefined, 1]);
	});

	test('IA-17, VE-35: says that it has to be connected again where the access was ended', async () => {
		system.emulator.endTokens();
		system.emulator.spendRefreshTokens();
		const { error, kept } = await byApiRequest({ ...call, items: 50 });
		expect(error).toBe(`${name} has ended the access: open the credential and connect it again.`);
		expectNothingShown(kept);
		delete (keptTokens() as { refresh_token?: unknown }).refresh_token;
		expect((await byApiRequest(call)).error).toMatch(/has ended the access/);
	});

	test('VE-34, IA-17: a user without a right renews a token only where that status may mean its end', async () => {
		const { emulator } = system;
		Object.assign(emulator, { refusals: 1, refusalStatus: 403 });
		const { error } = await byApiRequest(call);
		const isEnd = name === 'Verint Community';
		expect(emulator.refreshes).toBe(isEnd ? 1 : 0);
		if (isEnd) expect(error).toBeUndefined();
		else expect(error).toContain('answered 403');
	});

	test('says that it was never connected', async () => {
		for (const oauthTokenData of [undefined, { error: 'access_denied' }]) {
			const fields = { ...call.fields, oauthTokenData } as ICredentialDataDecryptedObject;
			expect((await byApiRequest({ ...call, fields })).error).toBe(
				`${name} has given no token: open the credential and connect it.`,
			);
		}
		expect(system.emulator.api.seen).toEqual([]);
	});

	test.each([
		['html', /renewed no token: what its token address answered cannot be used/],
		['error', /renewed no token: what its token address answered cannot be used/],
		['truncated', /renewed no token: what its token address answered cannot be used/],
		['closed', /cannot be reached to renew the token: it closed the connection/],
		['limited', /renewed no token/],
	] as const)('says in one sentence that a renewal failed: %s', async (fault, sentence) => {
		system.emulator.endTokens();
		system.emulator.logInFault = fault;
		const { error, kept } = await byApiRequest(call);
		expect(error).toMatch(sentence);
		expect(error).toMatch(/^[^\n]+\.$/);
		expectNothingShown(kept);
		// What renews it next was in the half that did not arrive.
		const after = (await byApiRequest(call)).error;
		if (fault === 'truncated') expect(after).toMatch(/connect it again/);
		else expect(after).toBeUndefined();
	});

	test('a renewal that fails before the end is no failure', async () => {
		call.fields['oauthTokenData'] = tokensWith(60);
		system.emulator.logInFault = 'error';
		expect((await byApiRequest(call)).error).toBeUndefined();
		expect(system.emulator.refreshes).toBe(0);
	});

	test.each(WAYS)('IA-17: gets nothing at another host, by %s', async (_way, send) => {
		const other = await new ExternalApi().listen();
		const allowedDomains = '127.0.0.1';
		const fields = { ...call.fields, allowedDomains, allowedHttpRequestDomains: 'domains' };
		const url = other.url('/', 'localhost');
		const { error } = await send({ ...call, fields, url, options: {} });
		if (send === byApiRequest) expect(error).toMatch(/may not be sent to/);
		// n8n's own HTTP Request hands over what the credential allows; this stand-in does not.
		if (send === byApiRequest) expect(other.seen).toEqual([]);
		await other.close();
	});

	test('VE-36: PUT and DELETE go out as POST with Rest-Method to a community', async () => {
		await byApiRequest({ ...call, method: 'DELETE' });
		const fields = { ...call.fields, methodOverride: false };
		await byApiRequest({ ...call, fields, method: 'DELETE' });
		const methods = system.emulator.calls.map(({ method, headers }) => [
			method,
			headers['rest-method'],
		]);
		const first = name === 'Verint Community' ? ['POST', 'DELETE'] : ['DELETE', undefined];
		expect(methods).toEqual([first, ['DELETE', undefined]]);
	});

	test('sends no other Authorization beside it', async () => {
		const headers = { authorization: 'Basic bXk6b3du' };
		expect((await byApiRequest({ ...call, headers })).error).toBeUndefined();
	});
});
