import { A_CALL, A_POLICY, aMessage, aRealm, type TestRealm, valueOf } from '../a-realm';

/** What docs/how-to-give-a-partner-a-key.md says, step by step. */
describe('a partner with a key, as the documents say', () => {
	let opened: TestRealm;
	beforeAll(async () => {
		opened = await aRealm();
	});
	afterAll(() => opened.close());

	test('calls the trigger of its application and no other, from its addresses, until it ends', async () => {
		const { administer, authenticate } = opened.realm;
		const application = 'Acme orders';
		valueOf(await administer.applications.create(application));
		const privileges = ['Use API Key', 'Run Actions'];
		valueOf(await administer.roles.create({ application, name: 'Caller', privileges }));
		const role = { application, role: 'Caller' };
		valueOf(await administer.groups.addRole(application, role));
		valueOf(await administer.users.create({ username: 'acme', groups: [application] }));
		const { key, credentialId } = valueOf(
			await administer.apiKeys.generate({
				username: 'acme',
				name: 'production',
				addresses: ['192.0.2.0/24'],
				applications: [application],
			}),
		);
		const call = async (to: string, address = '192.0.2.7') => {
			const message = aMessage({ headerFields: [['X-API-Key', key]], address });
			const verdict = await authenticate(message, { ...A_POLICY, application: to }, A_CALL);
			return verdict.kind === 'refused' ? verdict.reason : verdict.kind;
		};
		expect(await call(application)).toBe('accepted');
		expect(await call('Default')).toBe('application-not-allowed');
		expect(await call(application, '198.51.100.7')).toBe('address-not-allowed');
		valueOf(await administer.apiKeys.revoke(credentialId));
		expect(await call(application)).toBe('key-revoked');
	});
});
