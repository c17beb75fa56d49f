import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import {
	DummyDriver,
	Kysely,
	sql,
	SqliteAdapter,
	SqliteIntrospector,
	SqliteQueryCompiler,
} from 'kysely';

import { generateCredential } from '../../src/crypto/credential-text';
import { keyedDigests } from '../../src/crypto/digest';
import { systemRandom } from '../../src/crypto/random';
import { readySodium } from '../../src/crypto/sodium';
import { deriveSubkey } from '../../src/crypto/subkey';
import { openRealm, openStore } from '../../src/realm/open-realm';
import { createRealmKey } from '../../src/realm/realm-key';
import { MIGRATIONS } from '../../src/store/migrations/migrations';
import { A_POLICY, aMessage, KEY_LOCK, NOON, valueOf } from '../a-realm';

const clock = { now: () => NOON };
const compiler = new Kysely<unknown>({
	dialect: {
		createAdapter: () => new SqliteAdapter(),
		createDriver: () => new DummyDriver(),
		createIntrospector: (db) => new SqliteIntrospector(db),
		createQueryCompiler: () => new SqliteQueryCompiler(),
	},
});

/** Writes a realm as schema 1 had it, with a user and a key; gives the key's text. */
async function writeSchemaOne(file: string): Promise<string> {
	const sodium = await readySodium();
	const { key, row } = await createRealmKey(sodium, systemRandom, 'realm-1', KEY_LOCK, NOON);
	const { text, publicId, secret } = generateCredential('iapi', 'live', systemRandom.bytes);
	const digest = keyedDigests(sodium, deriveSubkey(sodium, key.bytes, 'pepper')).of(
		'apikey',
		secret,
	);
	const database = new DatabaseSync(file);
	database.exec(
		'pragma application_id = 1767993449; create table migration (version integer primary key, applied_at integer not null) strict; insert into migration values (1, 0)',
	);
	const words = { instant: 'integer', tableEnd: sql`strict` } as const;
	for (const statement of MIGRATIONS[0]?.statements(compiler, words) ?? []) {
		database.exec(statement.compile().sql);
	}
	const insert = (table: string, values: readonly (string | number | null)[]): void => {
		const marks = values.map(() => '?').join();
		database.prepare(`insert into ${table} values (${marks})`).run(...values);
	};
	insert('realm', ['realm-1', 'default', 'live', NOON]);
	insert('realm_key', [
		row.realm_id,
		row.version,
		row.wrapped_by,
		row.salt,
		row.cost,
		row.nonce,
		row.ciphertext,
		row.commitment,
		row.created_at,
	]);
	insert('realm_user', ['user-1', 'realm-1', 'Alice', 'alice', 'Alice', 1, NOON, NOON]);
	insert('api_key', [
		'key-1',
		'realm-1',
		'user-1',
		'first',
		publicId,
		digest,
		1,
		1,
		null,
		null,
		NOON,
	]);
	database.close();
	return text;
}

describe('a realm of schema 1', () => {
	test('keeps its users and keys working, and becomes what a new realm is', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'realm-'));
		const file = join(folder, 'realm.sqlite');
		const key = await writeSchemaOne(file);
		const store = await openStore({ kind: 'sqlite', file }, clock);
		const ports = { clock, random: systemRandom };
		const opened = await openRealm({ realm: 'default', lock: KEY_LOCK }, store, ports);
		expect(opened.created).toBe(false);
		const message = aMessage({ headerFields: [['X-API-Key', key]] });
		expect(await opened.realm.authenticate(message, A_POLICY)).toMatchObject({
			kind: 'accepted',
			caller: { user: 'Alice', credentialId: 'key-1', privileges: ['Run Actions', 'Use API Key'] },
		});
		expect(valueOf(await opened.realm.administer.users.get('alice')).groups).toEqual(['Default']);

		const fresh = await openRealm({ realm: 'fresh', lock: KEY_LOCK }, store, ports);
		const shapes = await Promise.all(
			[opened, fresh].map(async ({ realm }) => {
				const { applications, groups, roles } = realm.administer;
				const all = [
					await applications.getAll(),
					await groups.getAll(),
					valueOf(await roles.getAll({})),
				];
				return JSON.stringify(all).replaceAll(realm.id, 'realm');
			}),
		);
		expect(shapes[0]).toBe(shapes[1]);
		await opened.realm.close();
		await store.close();
		await rm(folder, { recursive: true });
	});
});
