import { randomUUID } from 'node:crypto';

import type { Insertable, KyselyPlugin } from 'kysely';

import { accessTokensOf } from '../../src/store/access-tokens';
import { DAY_MILLISECONDS } from '../../src/store/clock';
import { keyGrantsOf } from '../../src/store/key-grants';
import { linksOf } from '../../src/store/links';
import { oauthGrantsOf } from '../../src/store/oauth-grants';
import { receivedMessagesOf } from '../../src/store/received-messages';
import type { Schema } from '../../src/store/schema';
import type { Store } from '../../src/store/store';
import { storedAnswersOf } from '../../src/store/stored-answers';
import { usedOnceOf } from '../../src/store/used-once';
import { aSigningKey, SENDERS } from '../a-signing-key';
import { stores } from '../stores';
import { anAuthorizationServer, type TestServer } from './an-authorization-server';
import { untilPruned } from './hourly-pruning';

const MOST_AT_ONCE = 500;
const MANY = 1_200;

type Table = keyof Schema;
type Rows = Partial<{ [T in Table]: readonly Insertable<Schema[T]>[] }>;

const times = <T>(count: number, make: () => T): readonly T[] =>
	Array.from({ length: count }, make);

describe.each(stores)('much that has ended, in $engine,', ({ create }) => {
	let server: TestServer;
	let store: Store;
	let realmId: string;
	let now: number;
	/** How many rows each statement wrote. */
	let written: number[];
	beforeEach(async () => {
		server = await anAuthorizationServer(create);
		realmId = server.realm.id;
		now = server.clock.time;
		written = [];
		const count: KyselyPlugin = {
			transformQuery: ({ node }) => node,
			async transformResult({ result }) {
				if (result.rows.length === 0) written.push(Number(result.numAffectedRows ?? 0));
				return result;
			},
		};
		store = { ...server.store, db: server.store.db.withPlugin(count) };
	});
	afterEach(() => server.close());

	const add = async (rows: Rows): Promise<void> => {
		for (const [table, all = []] of Object.entries(rows)) {
			for (let at = 0; at < all.length; at += MOST_AT_ONCE) {
				const some = all.slice(at, at + MOST_AT_ONCE) as Insertable<Schema['used_once']>[];
				await server.store.db
					.insertInto(table as 'used_once')
					.values(some)
					.execute();
			}
		}
	};
	const count = async (table: Table): Promise<number> =>
		(await server.store.db.selectFrom(table).selectAll().execute()).length;

	const proof = (grant_id: string) => ({
		...{ public_id: randomUUID(), grant_id, digest: randomUUID(), pepper_version: 1 },
		...{ created_at: 0, expires_at: now, consumed_at: null, successor: null },
	});
	const guidToken = (grant_id: string) => ({
		...{ digest: randomUUID(), grant_id, pepper_version: 1, created_at: 0 },
		...{ consumed_at: null, successor: null },
	});
	/** Rows that end at a time, with what leads to them. */
	const kinds: Readonly<Record<string, (endsAt: number, many: number) => Promise<Rows>>> = {
		async access_token(endsAt, many) {
			const source = { source_id: null, actor_type: null, actor_id: null, application_id: null };
			return {
				access_token: times(many, () => ({
					...{ id: randomUUID(), realm_id: realmId, family_id: 'f', public_id: randomUUID() },
					...{ digest: 'd', pepper_version: 1, user_id: server.user.id, client_id: null },
					...{ ...source, scopes: '', dialect: 'oauth2', bound_key: null },
					...{ issued_at: 0, expires_at: endsAt, revoked_at: null },
				})),
			};
		},
		async oauth_grant(endsAt, many) {
			const clients = server.store.db.selectFrom('oauth_client').select('id');
			const client = await clients.executeTakeFirstOrThrow();
			const grants = times(many, () => ({
				...{ id: randomUUID(), realm_id: realmId, client_id: client.id, user_id: null },
				...{ consent_id: null, scopes: '[]', applications: '[]', created_at: 0 },
				...{ expires_at: endsAt, revoked_at: null, acts_alone: 0 as const, password_id: null },
			}));
			const first = grants[0]?.id ?? '';
			return {
				oauth_grant: grants,
				authorization_code: grants.map(({ id }) => ({
					...{ ...proof(id), redirect_uri: null, challenge: null },
				})),
				refresh_token: times(many, () => proof(first)),
			};
		},
		async key_grant(endsAt, many) {
			const grants = times(many, () => ({
				...{ id: randomUUID(), realm_id: realmId, credential_id: null, secret_id: 's' },
				...{ user_id: server.user.id, created_at: 0, expires_at: endsAt, revoked_at: null },
			}));
			const first = grants[0]?.id ?? '';
			return { key_grant: grants, guid_token: times(many, () => guidToken(first)) };
		},
		async one_time_link(endsAt, many) {
			return {
				one_time_link: times(many, () => ({
					...{ id: randomUUID(), realm_id: realmId, public_id: randomUUID(), digest: 'd' },
					...{ key_version: 1, kind: 'reveal' as const, target: 't', content: 'c' },
					...{ created_by: null, created_at: 0, expires_at: endsAt },
					...{ consumed_at: null, consumed_from: null },
				})),
			};
		},
		async used_once(endsAt, many) {
			return {
				used_once: times(many, () => ({
					...{ realm_id: realmId, digest: randomUUID(), expires_at: endsAt },
				})),
			};
		},
		async stored_answer(endsAt, many) {
			return {
				stored_answer: times(many, () => ({
					...{ realm_id: realmId, request_id: randomUUID(), trigger_name: 't', owner: 'o' },
					...{ state: 'answered' as const, created_at: 0, deadline_at: 0, expires_at: endsAt },
					...{ once_key: randomUUID(), fingerprint: 'f', problem: null, key_version: 1 },
					...{ nonce: 'n', ciphertext: 'c', commitment: 'c' },
				})),
			};
		},
		async received_message(endsAt, many) {
			const keys = server.store.db.selectFrom('signing_key').select('credential_id');
			const { credential_id } = await keys.executeTakeFirstOrThrow();
			return {
				received_message: times(many, () => ({
					...{ credential_id, message_id: randomUUID(), digest: 'd', expires_at: endsAt },
				})),
			};
		},
	};
	const pruned: Readonly<Record<string, (realm: string) => Promise<unknown>>> = {
		access_token: (realm) => accessTokensOf(store, realm).prune(now),
		oauth_grant: (realm) => oauthGrantsOf(store, realm).prune(now),
		key_grant: (realm) => keyGrantsOf(store, realm).prune(now),
		one_time_link: (realm) => linksOf(store, realm).prune(now, now),
		used_once: (realm) => usedOnceOf(store, realm).prune(now),
		stored_answer: (realm) => storedAnswersOf(store, realm).prune(now),
		received_message: () => receivedMessagesOf(store).forget(now),
	};

	test.each(Object.keys(pruned))('goes in parts, and nothing else does: %s', async (kind) => {
		const [sender] = SENDERS;
		if (kind === 'received_message' && sender) await aSigningKey(server.realm, sender);
		const ended = await kinds[kind]?.(now - 2 * DAY_MILLISECONDS, MANY);
		const going = await kinds[kind]?.(now + 1, 3);
		await add(ended ?? {});
		await add(going ?? {});
		if (kind !== 'received_message') {
			await pruned[kind]?.(randomUUID());
			expect(await count(kind as Table)).toBe(MANY + 3);
		}
		await pruned[kind]?.(realmId);

		for (const [table, rows = []] of Object.entries(going ?? {})) {
			expect([table, await count(table as Table)]).toEqual([table, rows.length]);
		}
		// All that went was counted: nothing went along with something else.
		const deleted = Object.values(ended ?? {}).flat().length;
		const emptied = ['one_time_link', 'stored_answer'].includes(kind) ? MANY : 0;
		expect(written.reduce((sum, rows) => sum + rows, 0)).toBe(deleted + emptied);
		expect(Math.max(...written)).toBe(MOST_AT_ONCE);
	});

	test('keeps one kind that cannot be deleted, and none of the others', async () => {
		const ended = now - 2 * DAY_MILLISECONDS;
		const kept = (await kinds['oauth_grant']?.(ended, 1)) ?? {};
		await add(kept);
		for (const kind of ['access_token', 'key_grant', 'one_time_link', 'used_once']) {
			await add((await kinds[kind]?.(ended, 1)) ?? {});
		}
		await server.storage.execute(`
			create table holds (grant_id text references oauth_grant (id));
			insert into holds select id from oauth_grant`);
		server.clock.time += DAY_MILLISECONDS;
		await untilPruned(server.store, realmId, () => server.ask('metadata'));
		const gone = ['access_token', 'key_grant', 'guid_token', 'one_time_link', 'used_once'] as const;
		for (const table of gone) {
			expect([table, await count(table)]).toEqual([table, 0]);
		}
		expect(await count('oauth_grant')).toBe(1);
		await server.storage.execute('drop table holds');
	});
});
