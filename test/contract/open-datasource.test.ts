import type { Datasource } from '../../src/realm/open-datasource';
import { aRealm, type TestRealm, valueOf } from '../a-realm';
import { allAnnounced } from '../all-announced';
import { stores } from '../stores';
import { aDatasource, DOMAINS, openIt, seal } from './a-datasource';

const KEY = { datasource: 'crm', name: 'MyAPIKey' };
const OTHER = { datasource: 'crm', name: 'Other' };

describe.each(stores)('a datasource opened by its key in $engine', ({ create }) => {
	let opened: TestRealm;
	let publicKey: string;
	let datasourceKey: string;
	let credentialId: string;
	const openings: Datasource[] = [];
	beforeEach(async () => {
		opened = await aRealm(create);
		({ publicKey, datasourceKey } = await aDatasource(opened.realm));
		const sealed = await seal({ publicKey });
		({ credentialId } = valueOf(await secrets().create(KEY, { sealed })));
		const other = await seal({ publicKey, name: 'Other', value: 'other-s3cr3t' });
		valueOf(await secrets().create(OTHER, { sealed: other }));
	});
	afterEach(async () => {
		await Promise.all(openings.splice(0).map((each) => each.close()));
		await opened.close();
	});

	const secrets = () => opened.realm.administer.secrets;
	const datasources = () => opened.realm.administer.datasources;
	const open = async (...given: [key?: string, datasource?: string]) => {
		const datasource = await openIt(opened, given[0] ?? datasourceKey, given[1]);
		openings.push(datasource);
		return datasource;
	};
	const rotate = async (value: string) =>
		valueOf(await secrets().rotate(KEY, { sealed: await seal({ publicKey, value }) }));
	/** What a key comes to: its value, or why there is none. */
	const look = async (datasource: Datasource, name = 'MyAPIKey'): Promise<string | undefined> => {
		const keys = await datasource.keys();
		if (keys.kind === 'refused') return keys.sentence;
		const key = keys.value.get(name);
		return key?.state === 'enabled' ? key.secret.reveal() : key?.state;
	};

	test('PF-22: gives the value as it was sealed, for the hosts of the datasource', async () => {
		const datasource = await open();
		expect(await look(datasource)).toBe('s3cr3t-value');
		const keys = valueOf(await datasource.keys());
		expect(keys.get('MyAPIKey')).toMatchObject({
			otherDomains: [{ owner: 'Datasource "crm"', domains: { text: DOMAINS } }],
		});
		expect(keys.names).toEqual(['MyAPIKey', 'Other']);
		expect(keys.get('Nope')).toBeUndefined();
	});

	test('PF-25, PF-26: a disabled, expired or deleted key has no value, from the change on', async () => {
		const datasource = await open();
		expect(await look(datasource)).toBe('s3cr3t-value');
		valueOf(await secrets().setState(KEY, 'disabled'));
		expect(await look(datasource)).toBe('disabled');
		valueOf(await secrets().setState(KEY, 'enabled'));
		expect(await look(datasource)).toBe('s3cr3t-value');
		await secrets().rotate(OTHER, {
			sealed: await seal({ publicKey, name: 'Other' }),
			expiresAt: '2026-01-01T12:00:05Z',
		});
		expect(await look(datasource, 'Other')).toBe('s3cr3t-value');
		opened.clock.time += 5000;
		expect(await look(datasource, 'Other')).toBe('expired');
		valueOf(await secrets().delete(KEY));
		expect(await look(datasource)).toBeUndefined();
	});

	test('a rotation sends the new value, going back the old one', async () => {
		const datasource = await open();
		await rotate('second-value');
		expect(await look(datasource)).toBe('second-value');
		valueOf(await secrets().restore(KEY));
		expect(await look(datasource)).toBe('s3cr3t-value');
	});

	test('what it remembers is remembered for ten seconds, where no word of a change came', async () => {
		const datasource = await open();
		await allAnnounced(opened.store);
		await look(datasource);
		await opened.storage.execute("update secret_key set enabled = 0 where name = 'MyAPIKey'");
		opened.clock.time += 9_999;
		expect(await look(datasource)).toBe('s3cr3t-value');
		opened.clock.time += 1;
		expect(await look(datasource)).toBe('changed');
	});

	test('a rotated datasource key works until its grace is over, the new one from then on', async () => {
		const old = await open();
		const next = valueOf(await datasources().rotateKey('crm', { graceSeconds: 5 }));
		expect(await look(old)).toBe('s3cr3t-value');
		expect(await look(await open(next.datasourceKey))).toBe('s3cr3t-value');
		opened.clock.time += 5000;
		expect(await look(old)).toMatch('does not open datasource "crm"');
		expect(await look(await open())).toMatch('does not open datasource "crm"');
		expect(next.publicKey).not.toBe(publicKey);
		const last = valueOf(await datasources().rotateKey('crm', { graceSeconds: 0 }));
		expect(await look(await open(next.datasourceKey))).toMatch('does not open datasource "crm"');
		expect(await look(await open(last.datasourceKey))).toBe('s3cr3t-value');
	});

	test('a withdrawn datasource key put back by hand does not count', async () => {
		const { db } = opened.store;
		const [row] = await db.selectFrom('datasource_access').selectAll().execute();
		valueOf(await datasources().rotateKey('crm', { graceSeconds: 0 }));
		await db
			.insertInto('datasource_access')
			.values(row as NonNullable<typeof row>)
			.execute();
		expect(await look(await open())).toMatch('does not open datasource "crm"');
	});

	test('a wrong key, a foreign one and an unknown place each have their sentence', async () => {
		const shop = await aDatasource(opened.realm, 'shop');
		expect(await look(await open('nonsense'))).toMatch('The datasource key is not one');
		expect(await look(await open(shop.datasourceKey))).toMatch('does not open datasource "crm"');
		expect(await look(await open(datasourceKey, 'nope'))).toMatch('There is no datasource "nope"');
		await expect(openIt(opened, datasourceKey, 'crm', 'nope')).rejects.toMatchObject({
			code: 'unknown-realm',
		});
	});

	const swap = (columns: readonly string[]) => `
		update secret_version set ${columns
			.map(
				(column) =>
					`${column} = (select ${column} from secret_version as o join secret_key as k on k.id = o.secret_id where k.name = 'Other')`,
			)
			.join(', ')} where secret_id = 'ID'`;
	const VALUE = ['nonce', 'ciphertext', 'commitment'];
	const WRAPPED = VALUE.map((column) => `key_${column}`);
	const VERSION = 'update secret_version set';

	test.each([
		["a sibling's value", 'unreadable', swap(VALUE)],
		["a sibling's value and key", 'unreadable', swap([...VALUE, ...WRAPPED])],
		['other hosts', 'unreadable', `${VERSION} allowed_domains = '*.example.org'`],
		['a truncated value', 'unreadable', `${VERSION} ciphertext = substr(ciphertext, 1, 20)`],
		['an empty value', 'unreadable', `${VERSION} ciphertext = '', commitment = '', nonce = ''`],
		['no value at all', 'unreadable', 'delete from secret_version'],
		['a raised version', 'changed', 'update secret_key set version = 2'],
		[
			'a raised version of both rows',
			'changed',
			`${VERSION} version = 2; update secret_key set version = 2`,
		],
		['another expiry', 'changed', 'update secret_key set expires_at = 9999999999999'],
		['the flag off', 'changed', 'update secret_key set enabled = 0'],
	])('NT-65: a row with %s is %s', async (_what, state, sql) => {
		await opened.storage.execute(sql.replaceAll("'ID'", `'${credentialId}'`));
		expect(await look(await open())).toBe(state);
	});

	test('NT-65: a key that was renamed or moved by hand has no value', async () => {
		await opened.storage.execute("update secret_key set name = 'Third' where name = 'MyAPIKey'");
		expect(await look(await open(), 'Third')).toBe('unreadable');
		expect(await look(await open())).toBeUndefined();
		const shop = await aDatasource(opened.realm, 'shop');
		await opened.storage.execute(
			"update secret_key set datasource_id = (select id from datasource where name = 'shop') where name = 'Other'",
		);
		expect(await look(await open(shop.datasourceKey, 'shop'), 'Other')).toBe('changed');
	});

	test("NT-65: a key of the same name does not take its predecessor's value", async () => {
		const { db } = opened.store;
		const value = await db
			.selectFrom('secret_version')
			.selectAll()
			.where('secret_id', '=', credentialId)
			.executeTakeFirstOrThrow();
		valueOf(await secrets().delete(KEY));
		const made = valueOf(await secrets().create(KEY, { sealed: await seal({ publicKey }) }));
		await db
			.updateTable('secret_version')
			.set({ ...value, secret_id: made.credentialId })
			.where('secret_id', '=', made.credentialId)
			.execute();
		expect(await look(await open())).toBe('unreadable');
	});

	test('NT-65: a version that was rolled back by hand is noticed, in either row', async () => {
		const { db } = opened.store;
		const before = await db.selectFrom('datasource').selectAll().executeTakeFirstOrThrow();
		await rotate('second-value');
		const after = await db.selectFrom('datasource').selectAll().executeTakeFirstOrThrow();
		const setState = ({ state, state_mac }: typeof before) =>
			db.updateTable('datasource').set({ state, state_mac }).execute();
		await setState(before);
		expect(await look(await open())).toBe('changed');
		expect(await look(await open(), 'Other')).toBe('other-s3cr3t');
		await setState(after);
		expect(await look(await open())).toBe('second-value');
		await opened.storage.execute("update secret_key set version = 1 where name = 'MyAPIKey'");
		expect(await look(await open())).toBe('changed');
	});

	test.each([
		['hosts', "update datasource set allowed_domains = '*.example.org'"],
		['name', "update datasource set name = 'CRM'"],
		['state', `update datasource set state = replace(state, '"enabled":true', '"enabled":false')`],
		['proof', "update datasource set state_mac = 'AAAA'"],
	])('NT-65: a datasource with another %s is refused whole', async (_what, sql) => {
		await opened.storage.execute(sql);
		expect(await look(await open())).toMatch('was changed in the database by hand');
		expect((await datasources().getAll())[0]?.state).toBe('damaged');
	});

	test('NT-65: a datasource whose wrapping key is another is damaged to an admin', async () => {
		await opened.storage.execute('update datasource set key_version = 9');
		expect((await datasources().getAll())[0]?.state).toBe('damaged');
	});
});
