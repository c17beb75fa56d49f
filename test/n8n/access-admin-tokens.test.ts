import { openRealmBy } from '../../src/n8n/open-realms';
import { openStore } from '../../src/realm/open-realm';
import { systemPorts } from '../../src/realm/system-ports';
import { valueOf } from '../a-realm';
import { tokenIssuer } from '../issue-token';
import { type AdminNode, anAdminNode } from './admin-node';

let admin: AdminNode;
beforeEach(async () => {
	admin = await anAdminNode();
});
afterEach(() => admin.close());

describe('access tokens in the node', () => {
	test('are listed without their text, and revoked by id', async () => {
		const { users, clients } = (await openRealmBy(admin.fields)).realm.administer;
		const { id: userId } = valueOf(await users.create({ username: 'alice' }));
		const client = { name: 'crm', grants: ['client_credentials'] } as const;
		const { clientId } = valueOf(await clients.register(client));
		const file = String(admin.fields['sqliteFile']);
		const store = await openStore({ kind: 'sqlite', file }, systemPorts.clock);
		const key = new Uint8Array(Buffer.from(String(admin.fields['passphrase']), 'base64'));
		const issue = await tokenIssuer(store, 'default', { kind: 'key', key }, systemPorts.clock);
		const actor = { type: 'client', id: clientId } as const;
		const issued = await issue({ userId, clientId, actor, scopes: ['a', 'b'] });
		await store.close();

		const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown;
		const shown = {
			credentialId: issued.credentialId,
			familyId: issued.familyId,
			username: 'alice',
			client: clientId,
			actor,
			scopes: ['a', 'b'],
			application: null,
			dialect: 'oauth',
			state: 'active',
			issuedAt: time,
			expiresAt: time,
			revokedAt: null,
		};
		const list = { resource: 'token', operation: 'getAll' };
		expect((await admin.run(list)).json).toEqual([shown]);
		expect((await admin.run({ ...list, username: 'ALICE', returnAll: true })).json).toHaveLength(1);
		expect((await admin.run({ ...list, username: 'bob' })).json).toEqual([]);

		const beginning = issued.accessToken.slice(0, issued.accessToken.lastIndexOf('_'));
		for (const publicId of [beginning, `${beginning}_`, beginning.slice(-22)]) {
			expect((await admin.run({ ...list, publicId })).json).toEqual([shown]);
		}
		expect((await admin.run({ ...list, publicId: '0'.repeat(22) })).json).toEqual([]);
		const whole = await admin.run({ ...list, publicId: issued.accessToken });
		expect(whole.error?.message).toMatch(/^That is a whole token, which n8n keeps in clear:/);
		expect(`${String(whole.error?.description)} ${String(whole.error?.stack)}`).not.toContain(
			issued.accessToken,
		);

		const revoke = { resource: 'token', operation: 'revoke' };
		expect((await admin.run({ ...revoke, credentialId: issued.credentialId })).json).toEqual([
			{ ...shown, state: 'revoked', revokedAt: time },
		]);
		expect((await admin.run({ ...revoke, credentialId: 'nobody' })).error?.message).toBe(
			'There is no token with the id "nobody": choose one from the list.',
		);
	});
});
