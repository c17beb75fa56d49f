import { callThrough } from './call-through';
import { aProxy, describeProxies } from './with-proxy';

/** By page: an address that callers know, and what of it reaches n8n; undefined: nothing. */
const MAPPED: Readonly<Record<string, readonly (readonly [string, string | undefined])[]>> = {
	'how-to-run-behind-a-proxy.md': [
		['https://n8n.example.com/webhook/whoami?page=2', '/webhook/whoami?page=2'],
		['https://n8n.example.com/webhook/a%20b/c%2Fd?e=%26', '/webhook/a%20b/c%2Fd?e=%26'],
		[
			'https://n8n.example.com/.well-known/oauth-authorization-server/webhook/auth',
			'/webhook/auth/.well-known/oauth-authorization-server',
		],
		['https://n8n.example.com/', undefined],
		['https://n8n.example.com/rest/settings', undefined],
		['https://n8n.example.com/webhook-test/whoami', undefined],
		['https://n8n.example.com/webhook/../rest/settings', undefined],
	],
	'how-to-run-an-authorization-server.md': [
		['https://login.example.com/oauth/token', '/webhook/auth/oauth/token'],
		[
			'https://login.example.com/oauth/authorize?state=a%20b',
			'/webhook/auth/oauth/authorize?state=a%20b',
		],
		[
			'https://login.example.com/.well-known/oauth-authorization-server',
			'/webhook/auth/.well-known/oauth-authorization-server',
		],
	],
	'how-to-serve-phixflow-callers.md': [
		[
			'https://app.example.com/phixflow/api/1/action/Orders/Submit%20Order/trigger?timeout=5000',
			'/webhook/api/1/action/Orders/Submit%20Order/trigger?timeout=5000',
		],
		['https://app.example.com/phixflow/login', undefined],
		['https://app.example.com/webhook/whoami', undefined],
		[
			'https://one.example.com/phixflow/api/1/action/Orders/Submit%20Order/trigger?timeout=5000',
			'/webhook/api/1/action/Orders/Submit%20Order/trigger?timeout=5000',
		],
		['https://one.example.com/phixflow/api/1/action/Orders/Cancel%20Order/trigger', undefined],
	],
	'how-to-serve-interact-callers.md': [
		['https://intranet.example.com/info', '/webhook/auth/info'],
		['https://api.example.com/token?personid=4711', '/webhook/auth/token?personid=4711'],
		['https://api.example.com/api/person?id=17', '/webhook/api/person?id=17'],
		['https://api.example.com/rest/settings', undefined],
		['https://api.example.com/webhook/whoami', undefined],
	],
	'how-to-serve-verint-callers.md': [
		[
			'https://community.example.com/api.ashx/v2/oauth/authorize?response_type=code',
			'/webhook/verint/api.ashx/v2/oauth/authorize?response_type=code',
		],
		[
			'https://community.example.com/api.ashx/v2/oauth/token',
			'/webhook/verint/api.ashx/v2/oauth/token',
		],
		['https://community.example.com/api.ashx/v2/info.json', '/webhook/whoami'],
		['https://community.example.com/rest/settings', undefined],
	],
	'how-to-let-a-partner-in.md': [
		['https://firm.apps.example.com/oauth/token', '/webhook/firm/oauth/token'],
		['https://firm.apps.example.com/setup?client_id=1', '/webhook/firm/setup?client_id=1'],
		[
			'https://firm.apps.example.com/.well-known/openid-configuration',
			'/webhook/firm/.well-known/openid-configuration',
		],
		['https://us.apps.example.com/firm/oauth/token', '/webhook/firm/oauth/token'],
		[
			'https://us.apps.example.com/firm/.well-known/openid-configuration',
			'/webhook/firm/.well-known/openid-configuration',
		],
		[
			'https://us.apps.example.com/.well-known/oauth-authorization-server/firm',
			'/webhook/firm/.well-known/oauth-authorization-server',
		],
		['https://us.apps.example.com/other/oauth/token', undefined],
	],
	'how-to-serve-inbenta-callers.md': [
		['https://api.example.com/v1/auth', '/webhook/inbenta/auth'],
		['https://api.example.com/v1/refreshToken', '/webhook/inbenta/refreshToken'],
		['https://api.example.com/v1/apis', '/webhook/inbenta/apis'],
		['https://api.example.com/auth', undefined],
		['https://api.example.com/rest/settings', undefined],
	],
};

describeProxies((program) => {
	describe.each(Object.entries(MAPPED))('%s', (page, addresses) => {
		const hosts = new Set(addresses.map(([address]) => new URL(address).host));
		const proxy = aProxy(program, page, hosts);

		test.each(addresses)('takes %s to %s', async (address, expected) => {
			const { status, arrived } = await callThrough(proxy(), address);
			expect(arrived?.url).toBe(expected);
			expect(status).toBe(expected === undefined ? 404 : 200);
		});

		test('sends what the caller sent, and the address that it came from', async () => {
			const [[address] = ['']] = addresses;
			const headers = {
				authorization: 'Bearer of-the-caller',
				'x-tenant': 'a-tenant',
				'content-type': 'application/json; charset=utf-8',
			};
			const sent = { method: 'POST', headers, body: '{ "order" :17}' };
			const { arrived } = await callThrough(proxy(), address, {
				...sent,
				headers: { ...headers, 'x-forwarded-for': '192.0.2.1' },
			});
			expect(arrived).toMatchObject(sent);
			// With N8N_PROXY_HOPS=1 n8n takes the last one.
			expect(arrived?.headers['x-forwarded-for']).toMatch(/(?:^|, )127\.0\.0\.1$/);
		});
	});
});
