import type { Datasource } from '../../src/realm/open-datasource';
import { aRealm, type TestRealm, valueOf } from '../a-realm';
import { stores } from '../stores';
import { aDatasource, DOMAINS, openIt, seal } from './a-datasource';

const KEY = { datasource: 'crm', name: 'MyAPIKey' };

describe.each(stores)('a datasource in $engine', ({ create }) => {
	let opened: TestRealm;
	let publicKey: string;
	let datasourceKey: string;
	const openings: Datasource[] = [];
	beforeEach(async () => {
		opened = await aRealm(create);
		({ publicKey, datasourceKey } = await aDatasource(opened.realm));
		const sealed = await seal({ publicKey });
		valueOf(await opened.realm.administer.secrets.create(KEY, { sealed }));
	});
	afterEach(async () => {
		await Promise.all(openings.splice(0).map((each) => each.close()));
		await opened.close();
	});
	const open = async () => {
		const datasource = await openIt(opened, datasourceKey);
		openings.push(datasource);
		return datasource;
	};
	const datasources = () => opened.realm.administer.datasources;
	const narrow = (allowedDomains: string) => datasources().update('crm', { allowedDomains });
	const hosts = async () => valueOf(await (await open()).keys()).domains.domains.text;
	const changes = async () =>
		(await opened.realm.audit.query({ kind: 'administration' })).map(
			({ content: { operation, target, decision } }) => `${operation} ${target} ${decision}`,
		);

	describe('whose domains are changed', () => {
		test('allows fewer from then on, for whoever has it open too; its values stay', async () => {
			const before = await open();
			valueOf(await before.keys());
			const shown = valueOf(await narrow(' API.example.com '));
			expect(shown).toMatchObject({ name: 'crm', allowedDomains: 'api.example.com', secrets: 1 });
			expect(shown).not.toHaveProperty('datasourceKey');
			const { domains, get } = valueOf(await before.keys());
			expect(domains.domains.text).toBe('api.example.com');
			const key = get('MyAPIKey');
			expect(key?.state === 'enabled' && key.secret.reveal()).toBe('s3cr3t-value');
			const [secret] = valueOf(await opened.realm.administer.secrets.getAll('crm'));
			expect(secret).toMatchObject({ state: 'active', allowedDomains: 'api.example.com' });
			expect(await changes()).toContain('datasource.update crm done');
		});

		test('keeps them through every later change of it', async () => {
			valueOf(await narrow('api.example.com'));
			const { secrets } = opened.realm.administer;
			valueOf(await secrets.rotate(KEY, { sealed: await seal({ publicKey }) }));
			valueOf(await secrets.setState(KEY, 'disabled'));
			({ datasourceKey } = valueOf(await datasources().rotateKey('crm', { graceSeconds: 0 })));
			expect(await hosts()).toBe('api.example.com');
		});

		test.each(['api.example.com, evil.example', '*.example.com', 'evil.example', '', 'https://x'])(
			'is not widened to %j',
			async (list) => {
				expect(await narrow(list)).toMatchObject({ kind: 'refused' });
				expect(await hosts()).toBe(DOMAINS);
				expect(await changes()).toContain('datasource.update crm refused');
			},
		);

		test('does not get back what was taken away', async () => {
			valueOf(await narrow('api.example.com'));
			expect(await narrow(DOMAINS)).toEqual({
				kind: 'refused',
				sentence:
					'The datasource "crm" allows api.example.com: its domains can only become fewer. Create another datasource and enter the secrets there.',
			});
		});

		test('NT-65: and by hand changed back, is damaged', async () => {
			valueOf(await narrow('api.example.com'));
			await opened.storage.execute(
				`update datasource set state = replace(state, ',"onlyDomains":"api.example.com"', '')`,
			);
			expect((await datasources().getAll())[0]?.state).toBe('damaged');
			expect(await (await open()).keys()).toMatchObject({ kind: 'refused' });
		});
	});

	describe('that is deleted', () => {
		const remove = (withSecrets = true) => datasources().delete('crm', { withSecrets });
		const rows = async () => {
			const { db } = opened.store;
			const tables = [
				'datasource_access',
				'secret_key',
				'secret_version',
				'used_envelope',
			] as const;
			const found = tables.map((table) => db.selectFrom(table).selectAll().execute());
			return (await Promise.all(found)).flat();
		};

		test('stays while it has secret keys, unless they are to go with it', async () => {
			expect(await remove(false)).toEqual({
				kind: 'refused',
				sentence:
					'The datasource "crm" has secret keys (1): delete them first, or say that they go with it.',
			});
			expect(await rows()).toHaveLength(4);
			valueOf(await opened.realm.administer.secrets.delete(KEY));
			expect(valueOf(await remove(false))).toMatchObject({ name: 'crm', secrets: 0 });
			expect(await changes()).toEqual(
				expect.arrayContaining(['datasource.delete crm refused', 'datasource.delete crm done']),
			);
		});

		test('is gone with its secret keys, their values and all that opens it', async () => {
			const before = await open();
			valueOf(await before.keys());
			expect(valueOf(await remove())).toMatchObject({ name: 'crm', secrets: 1 });
			expect(await rows()).toEqual([]);
			expect(await datasources().getAll()).toEqual([]);
			expect(await opened.realm.administer.secrets.getAll('crm')).toMatchObject({
				kind: 'refused',
			});
			expect(await before.keys()).toMatchObject({ kind: 'refused' });
			expect(await remove()).toMatchObject({ kind: 'refused' });
		});

		test('leaves its name to another one, which the old keys do not open', async () => {
			valueOf(await remove());
			const { publicKey: next } = await aDatasource(opened.realm);
			expect(next).not.toBe(publicKey);
			expect(await (await open()).keys()).toMatchObject({ kind: 'refused' });
			const { secrets } = opened.realm.administer;
			const old = await secrets.create(KEY, { sealed: await seal({ publicKey }) });
			expect(old).toMatchObject({ kind: 'refused' });
			valueOf(await secrets.create(KEY, { sealed: await seal({ publicKey: next }) }));
		});

		test('NT-84: leaves the uses of its secret keys in an audit that verifies', async () => {
			const datasource = await open();
			const used = valueOf(await datasource.keys()).versionOf('MyAPIKey');
			await datasource.record({ name: 'MyAPIKey', used, host: 'api.example.com' });
			valueOf(await remove());
			expect((await opened.realm.audit.verify()).findings).toEqual([]);
			await opened.storage.execute(
				"update audit_entry set text = replace(text, 'api.', 'my.') where kind = 'secretUse'",
			);
			expect((await opened.realm.audit.verify()).findings).toMatchObject([{ wrong: 'changed' }]);
		});

		test('NT-65: and by hand put back under its name, is damaged', async () => {
			valueOf(await remove());
			await opened.storage.execute("update datasource set name = 'crm', name_key = 'crm'");
			expect((await datasources().getAll())[0]?.state).toBe('damaged');
		});

		test('by two at once, is deleted by one; a key that comes meanwhile is in it or refused', async () => {
			const { secrets } = opened.realm.administer;
			const other = { datasource: 'crm', name: 'Other' };
			const sealed = await seal({ publicKey, name: 'Other' });
			const outcomes = await Promise.all([remove(), remove(), secrets.create(other, { sealed })]);
			expect(
				outcomes
					.slice(0, 2)
					.map(({ kind }) => kind)
					.sort(),
			).toEqual(['done', 'refused']);
			expect(await rows()).toEqual([]);
		});
	});
});
