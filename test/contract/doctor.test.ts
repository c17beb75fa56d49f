import { chmod, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { Check } from '../../src/realm/check';
import { openKeptRealm } from '../../src/realm/kept-realm';
import { openStore } from '../../src/realm/open-realm';
import { systemPorts } from '../../src/realm/system-ports';
import { MIGRATIONS } from '../../src/store/migrations/migrations';
import { KEY_LOCK, type TestRealm, valueOf } from '../a-realm';
import { type CommandPlace, commandPlaces } from '../command-place';
import { aClosedRealm, PASSPHRASE, runCommand } from '../run-command';
import { aDatasource, seal } from './a-datasource';

describe.each(commandPlaces)('incoming-api doctor on $engine', ({ engine, create }) => {
	let place: CommandPlace;
	let opened: TestRealm;
	beforeEach(async () => {
		place = await create();
		opened = await aClosedRealm(place.storage);
	});
	afterEach(async () => {
		await place.storage.remove();
		await rm(dirname(opened.anchorFile), { recursive: true });
	});

	const run = (environment: Record<string, string> = {}, ...args: string[]) =>
		runCommand(['doctor', ...args, ...place.args], {
			...place.environment,
			INCOMING_API_PASSPHRASE: PASSPHRASE,
			INCOMING_API_AUDIT_ANCHOR: opened.anchorFile,
			...environment,
		});
	/** What is not ok. */
	const complaints = async (environment: Record<string, string> = {}) => {
		const { exitCode, out, err } = await run(environment, '--json');
		const { ok, checks } = JSON.parse(out) as { ok: boolean; checks: readonly Check[] };
		expect([ok, err]).toEqual([exitCode === 0, '']);
		return checks.filter(({ state }) => state !== 'ok');
	};

	test('finds nothing to do for a realm that is well kept, and prints a line for each check', async () => {
		expect(await complaints()).toEqual([]);
		const { exitCode, out } = await run();
		expect(exitCode).toBe(0);
		const lines = out.trimEnd().split('\n');
		const words = lines.map((line) => line.split(/ +/, 2).join(' '));
		expect(words).toEqual([
			'ok node',
			'ok n8n',
			'ok schema',
			...(engine === 'sqlite' ? ['ok sqlite', 'ok permissions', 'ok permissions'] : []),
			'ok realm',
			'ok clock',
			'ok passphrase',
			'ok audit',
			'ok anchor',
			'ok keys',
		]);
		expect(out).not.toContain(PASSPHRASE);
	});

	test('changes nothing', async () => {
		await complaints();
		const verified = await runCommand(['audit', 'verify', ...place.args], {
			...place.environment,
			INCOMING_API_PASSPHRASE: PASSPHRASE,
		});
		expect(verified.out).toBe('verify: ok (3 entries in 1 chains, 1 heads)\n');
	});

	test('warns of keys that expire soon, an unfinished change of the passphrase and a missing anchor', async () => {
		const store = await openStore(place.storage.storage, systemPorts.clock);
		const settings = { realm: 'default', lock: KEY_LOCK };
		const { realm, passphrase } = await openKeptRealm(settings, store, systemPorts);
		valueOf(await realm.administer.users.create({ username: 'alice' }));
		const day = 24 * 60 * 60 * 1000;
		for (const [name, days] of [
			['soon', 13],
			['later', 15],
		] as const) {
			const expiresAt = new Date(Date.now() + days * day).toISOString();
			valueOf(await realm.administer.apiKeys.generate({ username: 'alice', name, expiresAt }));
		}
		valueOf(await passphrase.begin({ kind: 'passphrase', passphrase: '12345678' }));
		await realm.close();
		await store.close();
		const found = await complaints({
			INCOMING_API_PASSPHRASE: '12345678',
			INCOMING_API_AUDIT_ANCHOR: '',
		});
		expect(found.map(({ check, state, message }) => [check, state, message.slice(0, 60)])).toEqual([
			['passphrase', 'warn', 'The passphrase has 8 characters: who has a copy of the datab'],
			['passphrase', 'warn', 'A change of the passphrase is not finished: run incoming-api'],
			['anchor', 'warn', 'INCOMING_API_AUDIT_ANCHOR is not set: an end of the audit lo'],
			['keys', 'warn', 'Keys that expire within 14 days: "soon" of alice. Rotate or '],
		]);
	});

	test('warns of secrets of clients and of secret keys that expire soon', async () => {
		const store = await openStore(place.storage.storage, systemPorts.clock);
		const settings = { realm: 'default', lock: KEY_LOCK };
		const { realm } = await openKeptRealm(settings, store, systemPorts);
		const { clients, secrets } = realm.administer;
		const { publicKey } = await aDatasource(realm);
		for (const [name, days] of [
			['Soon', 13],
			['Later', 15],
		] as const) {
			const expires = Date.now() + days * 24 * 60 * 60 * 1000;
			const expiresAt = new Date(expires).toISOString();
			const grants = ['client_credentials'];
			valueOf(await clients.register({ name, grants, secretExpiresAt: expiresAt }));
			const sealed = await seal({ publicKey, name, expiresAt: Date.now() + 3_600_000 });
			valueOf(await secrets.create({ datasource: 'crm', name }, { sealed, expiresAt }));
		}
		await realm.close();
		await store.close();
		expect((await complaints()).map(({ message }) => message)).toEqual([
			'Keys that expire within 14 days: the secret of client "Soon". Rotate or replace them.',
			'Secret keys that expire within 14 days: "Soon" of datasource "crm". Replace them at their systems, and rotate them here.',
		]);
	});

	test('IN-13: warns of key pairs past their rotation date', async () => {
		const store = await openStore(place.storage.storage, systemPorts.clock);
		const settings = { realm: 'default', lock: KEY_LOCK };
		const { realm } = await openKeptRealm(settings, store, systemPorts);
		valueOf(await realm.administer.users.create({ username: 'alice' }));
		const rotateBefore = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString();
		for (const name of ['due', 'revoked', 'fresh']) {
			const pair = { username: 'alice', kind: 'pair', name, rotateBefore };
			const { credentialId } = valueOf(await realm.administer.apiKeys.generate(pair));
			if (name === 'revoked') valueOf(await realm.administer.apiKeys.revoke(credentialId));
		}
		await place.storage.execute(
			"update key_pair set rotate_before = 1 where credential_id in (select id from credential where name <> 'fresh')",
		);
		await realm.close();
		await store.close();
		expect(await complaints()).toEqual([
			{
				check: 'rotation',
				state: 'warn',
				message:
					'Key pairs past their rotation date: "due" of alice. Rotate them, with a grace period for their callers.',
			},
		]);
	});

	test('NT-84: says bad of heads and an anchor that do not hold', async () => {
		await place.storage.execute("update audit_heads set mac = 'x'");
		await rm(opened.anchorFile);
		expect((await complaints()).map(({ check, state }) => [check, state])).toEqual([
			['audit', 'bad'],
		]);
		await place.storage.execute('delete from audit_heads');
		const file = `${dirname(opened.anchorFile)}/nowhere/anchor`;
		expect(
			(await complaints({ INCOMING_API_AUDIT_ANCHOR: file })).map(({ check, state }) => [
				check,
				state,
			]),
		).toEqual([['anchor', 'bad']]);
	});

	test('says bad of a wrong passphrase, another schema and a place without a realm', async () => {
		const wrong = await complaints({ INCOMING_API_PASSPHRASE: 'none of these' });
		expect(wrong).toMatchObject([{ check: 'realm', state: 'bad' }]);
		await place.storage.execute('insert into migration values (999, 0)');
		expect(await complaints()).toMatchObject([
			{ check: 'schema', state: 'bad', message: expect.stringContaining('newer') as unknown },
		]);
		await place.storage.execute(
			`delete from migration where version in (999, ${String(MIGRATIONS.length)})`,
		);
		const { exitCode, out } = await run();
		expect([exitCode, out]).toEqual([1, expect.stringContaining('older than') as unknown]);
	});

	if (engine !== 'sqlite') return;
	test('says bad of files that others can open', async () => {
		const { storage } = place.storage;
		const file = storage.kind === 'sqlite' ? storage.file : '';
		await chmod(file, 0o644);
		await chmod(dirname(file), 0o777);
		expect(await complaints()).toMatchObject([
			{ check: 'permissions', state: 'bad', message: expect.stringContaining('0644') as unknown },
			{ check: 'permissions', state: 'bad', message: expect.stringContaining('0777') as unknown },
		]);
	});
});
