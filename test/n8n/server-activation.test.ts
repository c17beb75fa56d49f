import type { IHookFunctions, INodeParameters } from 'n8n-workflow';

import { AuthorizationServerTrigger } from '../../nodes/AuthorizationServerTrigger/AuthorizationServerTrigger.node';
import { openRealmBy } from '../../src/n8n/open-realms';
import { type AdminNode, anAdminNode } from './admin-node';
import { aNode } from './harness';

const PUBLIC = 'https://login.example.com/auth';

describe('the activation of a server', () => {
	let admin: AdminNode;
	beforeAll(async () => {
		admin = await anAdminNode();
	});
	afterAll(() => admin.close());

	const activate = async (
		parameters: INodeParameters,
		webhookUrl = 'https://n8n.example.com/webhook/auth/oauth/authorize',
		fields = admin.fields,
	): Promise<boolean> => {
		const { create } = new AuthorizationServerTrigger().webhookMethods.default;
		const all: INodeParameters = { path: 'auth', dialects: ['oauth'], events: [], ...parameters };
		const context: Partial<IHookFunctions> = {
			getNode: () => aNode({ name: 'Server', type: 'x' }),
			getWorkflow: () => ({ id: 'w', name: 'w', active: true }),
			getNodeWebhookUrl: () => webhookUrl,
			getNodeParameter: (name: string, fallback?: unknown) => (all[name] ?? fallback) as never,
			getCredentials: async () => fields as never,
		};
		return await create.call(context as IHookFunctions);
	};
	const issuers = async (): Promise<readonly unknown[]> => {
		const { realm } = await openRealmBy(admin.fields);
		const entries = await realm.audit.query({ kind: 'administration' });
		const kept = entries.filter(
			({ content }) => content['operation'] === 'authorizationServer.keepIssuer',
		);
		return kept.map(({ content }) => content['target']);
	};

	test.each<[INodeParameters, string]>([
		[
			{ path: '/auth' },
			'Path is not a plain path: enter letters, digits and hyphens, with slashes between parts.',
		],
		[
			{ options: { publicUrl: 'http://login.example.com' } },
			"The server's address is not https: put n8n behind TLS and set its WEBHOOK_URL, or enter an https address as Public URL.",
		],
		[
			{ options: { publicUrl: 'login.example.com' } },
			'Public URL is not a URL: enter the whole address, such as https://login.example.com.',
		],
		[
			{ options: { publicUrl: `${PUBLIC}?a=b` } },
			'Public URL has a query or a fragment: enter it without.',
		],
		[
			{ options: { publicUrl: 'https://user@login.example.com' } },
			'Public URL has a user name in it: enter it without.',
		],
		[{ options: { publicUrl: `${PUBLIC}//` } }, 'Public URL ends with a slash: enter it without.'],
		[{ events: ['unknown'] }, 'Events holds one that does not exist: choose from the list.'],
		[{ dialects: [] }, 'Dialects is empty or holds one that does not exist: choose from the list.'],
	])('with %j is refused: %s', async (parameters, message) => {
		await expect(activate(parameters)).rejects.toMatchObject({ message });
		expect(await issuers()).toEqual([]);
	});

	test('behind no TLS is refused', async () => {
		const plain = 'http://n8n.example.com/webhook/auth/oauth/authorize';
		await expect(activate({}, plain)).rejects.toMatchObject({
			message: expect.stringMatching(/^The server's address is not https: /) as string,
		});
	});

	test('with a key that opens no realm is refused', async () => {
		await openRealmBy(admin.fields);
		const passphrase = Buffer.alloc(32, 4).toString('base64');
		const refused = activate({}, undefined, { ...admin.fields, passphrase });
		await expect(refused).rejects.toMatchObject({
			message: expect.stringMatching(/^The key does not open realm "default" in /) as string,
		});
	});

	test('keeps its issuer, once, and the one of the last server that was activated', async () => {
		expect(await activate({})).toBe(true);
		expect(await activate({})).toBe(true);
		expect(await issuers()).toEqual(['https://n8n.example.com/webhook/auth']);
		expect(await activate({ options: { publicUrl: `${PUBLIC}/` } })).toBe(true);
		expect(await issuers()).toEqual([PUBLIC, 'https://n8n.example.com/webhook/auth']);
	});
});
