import { aRealm, NOON, type TestRealm, valueOf } from '../a-realm';
import { stores } from '../stores';
import { aDatasource, DOMAINS, seal } from './a-datasource';

const KEY = { datasource: 'crm', name: 'MyAPIKey' };

describe.each(stores)('secret keys in $engine', ({ create }) => {
	let opened: TestRealm;
	let publicKey: string;
	let datasourceKey: string;
	beforeEach(async () => {
		opened = await aRealm(create);
		({ publicKey, datasourceKey } = await aDatasource(opened.realm));
	});
	afterEach(() => opened.close());

	const secrets = () => opened.realm.administer.secrets;
	const datasources = () => opened.realm.administer.datasources;
	const sealed = (parts: Partial<Parameters<typeof seal>[0]> = {}) => seal({ publicKey, ...parts });
	const createKey = async (parts: Partial<Parameters<typeof seal>[0]> = {}) =>
		await secrets().create(
			{ datasource: 'crm', name: parts.name ?? 'MyAPIKey' },
			{ sealed: await sealed(parts) },
		);
	const only = async () => valueOf(await secrets().getAll('crm'))[0];

	test('PF-23: an admin creates, disables, enables and deletes a key', async () => {
		const made = valueOf(await createKey());
		expect(made).toEqual({
			credentialId: expect.any(String) as string,
			datasource: 'crm',
			name: 'MyAPIKey',
			note: '',
			state: 'active',
			version: 1,
			allowedDomains: DOMAINS,
			expiresAt: undefined,
			createdAt: NOON,
			updatedAt: NOON,
		});
		expect(valueOf(await secrets().setState(KEY, 'disabled')).state).toBe('disabled');
		expect(valueOf(await secrets().setState(KEY, 'enabled')).state).toBe('active');
		expect(valueOf(await secrets().delete(KEY)).name).toBe('MyAPIKey');
		expect(valueOf(await secrets().getAll('crm'))).toEqual([]);
		expect(valueOf(await createKey()).credentialId).not.toBe(made.credentialId);
	});

	test('PF-23: a name is there once in its datasource, and again in another', async () => {
		await createKey();
		expect(await createKey()).toMatchObject({ kind: 'refused' });
		const other = await aDatasource(opened.realm, 'shop');
		const given = { publicKey: other.publicKey, datasource: 'shop' };
		const key = { datasource: 'shop', name: 'MyAPIKey' };
		expect(await secrets().create(key, { sealed: await seal(given) })).toMatchObject({
			kind: 'done',
		});
	});

	test('of ten at once that want one name, one gets it; of ten names, all are there', async () => {
		const same = await Promise.all(Array.from({ length: 10 }, () => createKey()));
		expect(same.filter(({ kind }) => kind === 'done')).toHaveLength(1);
		for (let number = 0; number < 10; number += 1) await createKey({ name: `K${number}` });
		const states = await Promise.all(
			Array.from({ length: 4 }, (_, number) =>
				secrets().setState({ datasource: 'crm', name: `K${number}` }, 'disabled'),
			),
		);
		expect(states.map(({ kind }) => kind)).toEqual(['done', 'done', 'done', 'done']);
		const shown = valueOf(await secrets().getAll('crm'));
		expect(shown.map(({ state }) => state).filter((state) => state === 'damaged')).toEqual([]);
		expect(shown).toHaveLength(11);
	});

	test('a rotation keeps id, hosts and expiry, and can be taken back, and that too', async () => {
		const expiresAt = '2026-06-01T00:00:00.000Z';
		const made = valueOf(
			await secrets().create(KEY, {
				sealed: await sealed(),
				allowedDomains: 'api.example.com',
				expiresAt,
				note: 'of the partner',
			}),
		);
		const rotated = valueOf(await secrets().rotate(KEY, { sealed: await sealed() }));
		expect(rotated).toEqual({ ...made, version: 2 });
		expect(valueOf(await secrets().restore(KEY)).version).toBe(1);
		expect(valueOf(await secrets().restore(KEY)).version).toBe(2);
		expect(valueOf(await secrets().restore(KEY)).version).toBe(1);
		expect(valueOf(await secrets().rotate(KEY, { sealed: await sealed() })).version).toBe(3);
		expect(valueOf(await secrets().restore(KEY)).version).toBe(1);
		opened.clock.time = Date.parse(expiresAt);
		expect((await only())?.state).toBe('expired');
	});

	test('a key without another value cannot go back', async () => {
		await createKey();
		expect(await secrets().restore(KEY)).toEqual({
			kind: 'refused',
			sentence: 'The secret key "MyAPIKey" has no other value to go back to: rotate it first.',
		});
	});

	test.each([
		['unknown datasource', { datasource: 'nope', name: 'A' }, {}, 'There is no datasource "nope"'],
		['name that no reference can have', { ...KEY, name: 'a"b' }, {}, 'cannot name a secret key'],
		['expiry in the past', KEY, { expiresAt: '2020-01-01T00:00:00Z' }, 'has passed'],
		['host that is none', KEY, { allowedDomains: 'https://x' }, 'is not a host'],
		['note of a thousand letters', KEY, { note: 'x'.repeat(1000) }, 'note is too long'],
	])('a key with an %s is refused', async (_what, key, input, words) => {
		const outcome = await secrets().create(key, { sealed: await sealed(), ...input });
		expect(outcome).toMatchObject({ kind: 'refused' });
		expect(JSON.stringify(outcome)).toContain(words.replaceAll('"', '\\"'));
	});

	describe('NT-70: a sealed value is refused', () => {
		const refusal = async (text: string, name = 'MyAPIKey') => {
			const outcome = await secrets().create({ datasource: 'crm', name }, { sealed: text });
			expect(JSON.stringify(outcome)).not.toContain('s3cr3t');
			return outcome.kind === 'refused' ? outcome.sentence : outcome.kind;
		};

		test('under another name, for another datasource, for another realm', async () => {
			expect(await refusal(await sealed({ name: 'Other' }))).toMatch('another name');
			expect(await refusal(await sealed({ datasource: 'shop' }))).toMatch('another datasource');
			expect(await refusal(await sealed({ realm: 'test' }))).toMatch('another realm');
		});

		test('once it has expired, and when it lives too long', async () => {
			expect(await refusal(await sealed({ expiresAt: NOON }))).toMatch('has expired');
			const far = NOON + 32 * 86_400_000;
			expect(await refusal(await sealed({ expiresAt: far }))).toMatch('more than 31 days');
		});

		test('the second time, also after the key was deleted', async () => {
			const text = await sealed();
			valueOf(await secrets().create(KEY, { sealed: text }));
			expect(await secrets().rotate(KEY, { sealed: text })).toMatchObject({ kind: 'refused' });
			valueOf(await secrets().delete(KEY));
			expect(await refusal(text)).toMatch('was used before');
		});

		test('by nine of ten who use it at once', async () => {
			const text = await sealed();
			await createKey();
			const outcomes = await Promise.all(
				Array.from({ length: 10 }, () => secrets().rotate(KEY, { sealed: text })),
			);
			expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1);
		});

		test('for an old public key, at once or when its grace is over', async () => {
			const text = await sealed();
			valueOf(await datasources().rotateKey('crm', { graceSeconds: 60 }));
			opened.clock.time += 59_999;
			valueOf(await createKey());
			opened.clock.time += 1;
			expect(await refusal(text, 'MyAPIKey')).toMatch('exists already');
			expect(await refusal(await sealed({ name: 'B' }), 'B')).toMatch('for an old public key');
		});

		test('with one bit flipped anywhere', async () => {
			const bytes = Buffer.from(await sealed(), 'base64');
			for (const at of [0, 31, 32, 47, 48, bytes.length - 1]) {
				const changed = Buffer.from(bytes);
				changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
				expect(await refusal(changed.toString('base64'))).toMatch('does not open');
			}
		});

		test.each(['', 's3cr3t-value', '***', 'a'.repeat(200_000), 'é'.repeat(100)])(
			'when it is none (%#)',
			async (text) => {
				expect(await refusal(text)).toMatch('is not one');
			},
		);
	});

	test('NT-65: what was changed by hand is named, and no change is built on it', async () => {
		await createKey();
		await createKey({ name: 'Other' });
		await opened.storage.execute("update secret_key set version = 7 where name = 'MyAPIKey'");
		const states = valueOf(await secrets().getAll('crm')).map(({ name, state }) => [name, state]);
		expect(states).toEqual([
			['MyAPIKey', 'damaged'],
			['Other', 'active'],
		]);
		expect(await secrets().setState(KEY, 'enabled')).toMatchObject({ kind: 'refused' });
		valueOf(await secrets().delete(KEY));

		await opened.storage.execute("update datasource set allowed_domains = '*.example.org'");
		expect((await datasources().getAll())[0]?.state).toBe('damaged');
		expect(await secrets().getAll('crm')).toMatchObject({ kind: 'refused' });
	});

	test('PF-24: no value, no datasource key and no note of them is in the database', async () => {
		await createKey();
		const tables = ['datasource', 'datasource_access', 'secret_key', 'secret_version'] as const;
		const rows = await Promise.all(
			[...tables, 'used_envelope' as const, 'audit_entry' as const].map((table) =>
				opened.store.db.selectFrom(table).selectAll().execute(),
			),
		);
		const all = JSON.stringify(rows);
		const secret = datasourceKey.split('_')[3] ?? '';
		for (const value of ['s3cr3t-value', secret, Buffer.from('s3cr3t-value').toString('base64')]) {
			expect(all).not.toContain(value);
		}
	});

	test('every change is in the audit by name and id', async () => {
		const { credentialId } = valueOf(await createKey());
		await secrets().setState(KEY, 'disabled');
		await datasources().rotateKey('crm', { graceSeconds: 0 });
		const entries = await opened.realm.audit.query({ kind: 'administration' });
		expect(entries.map(({ content }) => [content['operation'], content['target']])).toEqual([
			['datasource.rotateKey', 'crm'],
			['secret.disable', 'crm/MyAPIKey'],
			['secret.create', 'crm/MyAPIKey'],
			['datasource.create', 'crm'],
		]);
		expect(entries[1]?.content['credentialId']).toBe(credentialId);
	});
});
