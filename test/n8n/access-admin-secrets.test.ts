import { testSecretKeys } from '../../src/n8n/secret-keys-test';
import { aRealmDatasource, KEY, VALUE } from './realm-datasource';

let realm: Awaited<ReturnType<typeof aRealmDatasource>>;
beforeEach(async () => {
	realm = await aRealmDatasource();
});
afterEach(() => realm.admin.close());

describe('the test of the credential', () => {
	const tested = () =>
		testSecretKeys({ id: 'c', name: 'c', type: 'secretKeysApi', data: realm.fields });

	test('counts the keys and names both lists', async () => {
		await realm.create('Second');
		await realm.secret('disable', KEY);
		expect(await tested()).toEqual({
			status: 'OK',
			message:
				'2 secret keys (1 disabled) in datasource "crm", which allows 127.0.0.1, api.example.com. This credential allows 127.0.0.1, localhost.',
		});
	});

	test.each([
		['datasource', '', 'The name of the datasource is empty: enter one.'],
		['datasourceKey', '', /^The datasource key is empty/],
		['datasourceKey', 'x', /^The datasource key is not one/],
		['allowedDomains', '', /^Allowed Domains is empty/],
		['storage', 'nowhere', /^The storage of the realm is unknown/],
		['realm', 'none', /^There is no realm "none"/],
	])('says what is wrong with %s %j', async (field, value, message) => {
		realm.fields[field] = value;
		expect(await tested()).toEqual({
			status: 'Error',
			message: expect.stringMatching(message) as unknown,
		});
	});

	test('NT-65: names a key that was damaged', async () => {
		await realm.byHand("update secret_version set ciphertext = 'AAAA'");
		expect((await tested()).message).toMatch(/^Secret key "MyAPIKey" was changed .* damaged/);
	});
});

describe('Access Admin', () => {
	test('PF-23, PF-24: shows everything of a key but its value', async () => {
		const { json } = await realm.secret('getAll', { datasource: 'crm', returnAll: true });
		expect(json).toEqual([
			{
				credentialId: expect.any(String) as unknown,
				...{ datasource: 'crm', name: 'MyAPIKey', state: 'active', version: 1, note: '' },
				...{ allowedDomains: '127.0.0.1, api.example.com', expiresAt: null },
				createdAt: expect.any(String) as unknown,
				updatedAt: expect.any(String) as unknown,
			},
		]);
	});

	test('shows datasources with their public keys, and a datasource key once', async () => {
		const { json } = await realm.secret('getDatasources', { returnAll: true });
		expect(json).toMatchObject([
			{ datasource: 'crm', state: 'active', publicKey: realm.publicKey, secrets: 1 },
		]);
		expect(JSON.stringify(json)).not.toContain('iads_');
		const rotated = await realm.secret('rotateDatasourceKey', {
			datasource: 'crm',
			graceSeconds: 0,
		});
		expect(rotated.json[0]?.['datasourceKey']).toMatch(/^iads_live_/);
	});

	test('takes hosts away from a datasource, and deletes it with its keys when told to', async () => {
		const crm = { datasource: 'crm' };
		const narrowed = await realm.secret('updateDatasource', {
			...crm,
			allowedDomains: '127.0.0.1',
		});
		expect(narrowed.json).toMatchObject([{ ...crm, allowedDomains: '127.0.0.1', secrets: 1 }]);
		const kept = await realm.secret('deleteDatasource', crm);
		expect(kept.error?.message).toContain('The datasource "crm" has secret keys (1)');
		const deleted = await realm.secret('deleteDatasource', { ...crm, withSecrets: true });
		expect(deleted.json).toMatchObject([{ ...crm, secrets: 1, deleted: true }]);
		expect((await realm.secret('getDatasources', { returnAll: true })).json).toEqual([]);
	});

	test('restores, enables and deletes by name', async () => {
		await realm.secret('rotate', { ...KEY, sealed: await realm.seal() });
		expect((await realm.secret('restore', KEY)).json[0]?.['version']).toBe(1);
		await realm.secret('disable', KEY);
		expect((await realm.secret('enable', KEY)).json[0]?.['state']).toBe('active');
		expect((await realm.secret('delete', KEY)).json[0]).toMatchObject({ deleted: true });
	});

	test('NT-70: says why a sealed value is not taken, and keeps nothing of what was entered', async () => {
		const { error } = await realm.create('Other', { sealed: VALUE });
		expect(error?.message).toMatch('The sealed value of secret key "Other" is not one');
		expect(error?.message).not.toContain(VALUE);
	});
});
