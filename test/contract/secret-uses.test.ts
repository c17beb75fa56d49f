import { auditWriter } from '../../src/audit/writer';
import { systemRandom } from '../../src/crypto/random';
import { readySodium } from '../../src/crypto/sodium';
import { loadDatasource } from '../../src/realm/load-datasource';
import type { Datasource } from '../../src/realm/open-datasource';
import { auditEntriesOf } from '../../src/store/audit-entries';
import { findRealm } from '../../src/store/realms';
import { aRealm, NOON, type TestRealm, valueOf } from '../a-realm';
import { stores } from '../stores';
import { aDatasource, openIt, seal } from './a-datasource';

describe.each(stores)('uses of a secret key in $engine', ({ create }) => {
	let opened: TestRealm;
	let datasourceKey: string;
	let credentialId: string;
	const openings: Datasource[] = [];
	beforeEach(async () => {
		opened = await aRealm(create);
		const made = await aDatasource(opened.realm);
		({ datasourceKey } = made);
		const sealed = await seal({ publicKey: made.publicKey });
		const key = { datasource: 'crm', name: 'MyAPIKey' };
		({ credentialId } = valueOf(await opened.realm.administer.secrets.create(key, { sealed })));
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

	const use = { name: 'MyAPIKey', host: 'api.example.com' };
	const entries = async () =>
		(await opened.realm.audit.query({ kind: 'secretUse' })).map(({ content }) => content);

	test('are in the audit with key, version, host and outcome, and verify', async () => {
		const datasource = await open();
		const used = valueOf(await datasource.keys()).versionOf('MyAPIKey');
		await datasource.record({ ...use, used });
		await datasource.record({
			...use,
			used,
			reason: 'host-not-allowed',
			origin: { workflow: 'w', node: 'API Request', execution: '7' },
			caller: { user: 'alice', actor: 'apiKey:1', requestId: 'r' },
		});
		const common = {
			...{ kind: 'secretUse', time: NOON, tenant: opened.realm.id, datasource: 'crm' },
			...{ secret: 'MyAPIKey', credentialId, version: 1, host: 'api.example.com' },
		};
		expect(await entries()).toEqual([
			{
				...common,
				...{ workflow: 'w', node: 'API Request', execution: '7' },
				...{ user: 'alice', actor: 'apiKey:1', requestId: 'r' },
				...{ decision: 'refused', reason: 'host-not-allowed' },
			},
			{ ...common, decision: 'used' },
		]);
		const verified = await opened.realm.audit.verify();
		expect(verified).toMatchObject({ findings: [], chains: 2 });
	});

	test('NT-84: that were changed by hand are named, also where the chain is given to the realm', async () => {
		const datasource = await open();
		for (let count = 0; count < 3; count += 1) await datasource.record({ ...use, used: undefined });
		await datasource.close();
		const { db } = opened.store;
		const { writer_id: writer } = await db
			.selectFrom('audit_chain')
			.selectAll()
			.where('datasource_id', 'is not', null)
			.executeTakeFirstOrThrow();
		const findings = async () => (await opened.realm.audit.verify()).findings;
		expect(await findings()).toEqual([]);
		await opened.storage.execute(
			`update audit_entry set text = replace(text, 'api.', 'my.') where kind = 'secretUse' and seq = 2`,
		);
		expect(await findings()).toEqual([{ place: 'entry', writer, seq: 2, wrong: 'changed' }]);
		await opened.storage.execute('update audit_chain set datasource_id = null');
		expect(await findings()).toEqual([{ place: 'entry', writer, seq: 1, wrong: 'changed' }]);
	});

	test('NT-84: are all that counts in a chain that is keyed with a datasource', async () => {
		const { store, clock } = opened;
		const { realm } = (await findRealm(store, 'default')) ?? {};
		if (realm === undefined) throw new Error('There is no realm.');
		const deps = { sodium: await readySodium(), store, clock, random: systemRandom, realm };
		const { id, vault, keyVersion } = valueOf(
			await loadDatasource(deps, { datasource: 'crm', datasourceKey }),
		);
		const writer = auditWriter({
			...{ entries: auditEntriesOf(store, realm.id), macs: vault.auditMacs, keyVersion },
			...{ random: systemRandom, realmId: realm.id, datasource: id, onWritten: () => {} },
		});
		await writer.write({
			...{ kind: 'administration', time: NOON, tenant: realm.id, origin: {} },
			...{ operation: 'user.create', target: 'mallory', credentialId: undefined },
			...{ user: undefined, decision: 'done' },
		});
		const { findings } = await opened.realm.audit.verify();
		expect(findings).toMatchObject([{ place: 'entry', seq: 1, wrong: 'changed' }]);
	});

	test('are pruned like other entries, and the rest verifies', async () => {
		const datasource = await open();
		await datasource.record({ ...use, used: undefined });
		opened.clock.time += 1000;
		await datasource.record({ ...use, used: undefined });
		const pruned = await opened.realm.audit.prune(NOON + 1000);
		expect(pruned.finding).toBeUndefined();
		expect(await entries()).toHaveLength(1);
		expect((await opened.realm.audit.verify()).findings).toEqual([]);
	});

	test('that cannot be recorded are a fault', async () => {
		const datasource = await open();
		await datasource.keys();
		await opened.storage.execute('alter table audit_entry rename to gone');
		await expect(datasource.record({ ...use, used: undefined })).rejects.toMatchObject({
			code: 'store-unavailable',
		});
		await opened.storage.execute('alter table gone rename to audit_entry');
	});
});
