import type { IDataObject } from 'n8n-workflow';
import { SecretKeysApi } from '../../credentials/SecretKeysApi.credentials';
import { aNetwork, type Network } from './a-network';
import { AnyNode, optionsOfHttpRequest } from './any-node';
import { aNode, aWorkflow, runWorkflow } from './harness';

const SECRET = 's3cr3t-value';
const REF = '${_datasource.MyAPIKey}';
const START = 'https://api.example.org/start';
const DOMAINS = 'api.example.org, *.api.example.org, other.example.org, 127.0.0.1';

let network: Network;
beforeAll(async () => {
	network = await aNetwork();
});
afterAll(() => network.close());
beforeEach(() => network.arrived.splice(0));

function redirect(to: string, status = 302): void {
	network.answer = ({ pathname }, response) => {
		if (pathname === '/start') response.writeHead(status, { location: to }).end();
		else response.end();
	};
}

const withSecret = { authorization: REF, cookie: `session=${REF}`, 'x-key': REF };

/** Sends what HTTP Request hands to n8n, by n8n's own means. */
async function send(options: IDataObject = {}) {
	const installed = {
		nodes: { any: new AnyNode() },
		credentialTypes: [new SecretKeysApi()],
		credentials: {
			c: { allowedDomains: DOMAINS, secrets: JSON.stringify({ MyAPIKey: SECRET }) },
		},
	};
	const credentials = { secretKeysApi: { id: 'c', name: 'Keys' } };
	const node = aNode({ name: 'HTTP Request', type: 'any', credentials });
	const json = optionsOfHttpRequest({
		...{ uri: START, headers: withSecret, allowedDomains: DOMAINS },
		...{ proxy: network.proxy, rejectUnauthorized: false, ...options },
	});
	const workflow = aWorkflow(installed, [node]);
	const { run } = await runWorkflow(installed, workflow, 'HTTP Request', [{ json }]);
	return run.data.resultData.error?.message;
}

/** The headers of a request that carried the secret. */
const carriers = (at: number): readonly string[] =>
	Object.entries(network.arrived[at]?.headers ?? {})
		.filter(([, value]) => String(value).includes(SECRET))
		.map(([name]) => name)
		.sort();

// What n8n 2.41.1 does, as docs/reference-references.md says it.
describe('after the secret was put in, a redirect that n8n follows for HTTP Request', () => {
	const ALL = ['authorization', 'cookie', 'x-key'];
	const cases: readonly (readonly [string, string, readonly string[]])[] = [
		['within the origin', 'https://api.example.org/next', ALL],
		['to another host that is listed', 'https://other.example.org/next', ['x-key']],
		['to another port', 'https://api.example.org:8443/next', ['x-key']],
		['to a host below its own', 'https://a.api.example.org/next', ALL],
		['to http at the same host', 'http://api.example.org/next', ['x-key']],
		['to http at another host', 'http://other.example.org/next', ['x-key']],
		['to http at a host below its own', 'http://a.api.example.org/next', ['x-key']],
	];
	test.each(cases)('NT-66: %s takes along what the documents say', async (_what, to, carried) => {
		for (const status of [301, 302, 303, 307, 308]) {
			network.arrived.splice(0);
			redirect(to, status);
			expect(await send()).toBeUndefined();
			expect(network.arrived.map(({ url }) => url)).toEqual([START, to]);
			expect([carriers(0), carriers(1)]).toEqual([ALL, carried]);
		}
	});

	test.each([
		'https://evil.example/x',
		'http://evil.example/x',
		'https://org/x',
		'https://10.0.0.1/x',
	])('NT-66: to %s, which is not listed, is an error, and nothing arrives there', async (to) => {
		redirect(to);
		expect(await send()).toContain('Domain not allowed');
		expect(network.arrived.map(({ url }) => url)).toEqual([START]);
	});

	test.each([
		[301, 'GET', ''],
		[302, 'GET', ''],
		[303, 'GET', ''],
		[307, 'POST', '{"a":1}'],
		[308, 'POST', '{"a":1}'],
	])('by %d makes a POST a %s with the body %j', async (status, method, body) => {
		redirect('https://other.example.org/next', status);
		const post = { method: 'POST', body: '{"a":1}' };
		const headers = { ...withSecret, 'content-type': 'application/json' };
		expect(await send({ ...post, headers })).toBeUndefined();
		expect(network.arrived[1]).toMatchObject({ method, body });
		expect(carriers(1)).toEqual(['x-key']);
		const type = network.arrived[1]?.headers['content-type'];
		expect(type).toBe(method === 'POST' ? 'application/json' : undefined);
	});

	test('does not put back what was dropped, where it leads back to the origin', async () => {
		network.answer = ({ pathname }, response) => {
			if (pathname === '/start') {
				response.writeHead(302, { location: 'https://other.example.org/back' }).end();
			} else if (pathname === '/back') {
				response.writeHead(302, { location: 'https://api.example.org/end' }).end();
			} else response.end();
		};
		expect(await send()).toBeUndefined();
		expect(network.arrived).toHaveLength(3);
		expect(carriers(2)).toEqual(['x-key']);
	});

	test('is none where Follow Redirects is off', async () => {
		redirect('https://other.example.org/next');
		await send({ followRedirect: false, followAllRedirects: false });
		expect(network.arrived.map(({ url }) => url)).toEqual([START]);
	});
});
