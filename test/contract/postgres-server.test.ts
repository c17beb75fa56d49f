import { Client } from 'pg';

import { type OwnPostgres, postgresPrograms, startOwnPostgres } from '../own-postgres';
import { type RealmProcess, startRealmProcess } from '../realm-process';
import { steadyTime } from '../steady-time';

const CALLS = 3;
/** Waiting for a connection or an answer, and some for a busy machine. */
const BOUND_MILLISECONDS = 8000;
/** A file of this size is as long as the longest of the write-ahead log, which need not grow. */
const LIMIT_BYTES = 1024 * 1024;
/** Small rows, which leave no page with room for another entry. */
const FILLED = `insert into audit_entry
	select id, 'x', number, 0, 'filler', null, null, 'x', null, repeat('x', 50), 'x'
	from realm, generate_series(1, 12000) as number`;

if (!postgresPrograms) {
	if (process.env['REQUIRE_SERVICES'] === '1') throw new Error('PostgreSQL is not installed here.');
	process.stdout.write('PostgreSQL is not installed here: no server of its own is tested.\n');
}
const describeServer = postgresPrograms ? describe : describe.skip;

describeServer('a realm in a PostgreSQL server', () => {
	let server: OwnPostgres;
	let realm: RealmProcess;
	let key: string;
	beforeAll(async () => {
		server = await startOwnPostgres(postgresPrograms ?? '');
		const { connection } = server;
		realm = startRealmProcess({ kind: 'postgres', connection });
		({ key } = await realm.generateKey('alice'));
	});
	afterAll(async () => {
		await realm.end();
		server.remove();
	});

	/** What becomes of several calls, each of which ends in bounded time. */
	const calls = async (): Promise<ReadonlySet<string>> => {
		const outcomes = new Set<string>();
		for (let call = 0; call < CALLS; call += 1) {
			const started = steadyTime();
			outcomes.add(await realm.call(key));
			expect(steadyTime() - started).toBeLessThan(BOUND_MILLISECONDS);
		}
		return outcomes;
	};
	const accepted = new Set(['accepted']);
	const refused = new Set(['store-unavailable']);
	const entries = async (): Promise<number> => {
		const sql = "select count(*)::int as n from audit_entry where kind = 'decision'";
		return Number((await server.query(sql))[0]?.['n']);
	};

	let other: Client;

	test.each<[string, string, () => Promise<void>, () => Promise<void>]>([
		[
			'whose audit another session has locked',
			'did not finish in time: see what keeps it busy',
			async () => {
				other = new Client({ host: '127.0.0.1', port: server.connection.port, user: 'postgres' });
				await other.connect();
				await other.query('begin; lock table incoming_api.audit_entry');
			},
			() => other.end(),
		],
		[
			'whose files cannot grow',
			'could not extend file',
			async () => {
				await server.query(FILLED);
				server.limitFiles(LIMIT_BYTES);
			},
			async () => {
				server.limitFiles();
				await server.query("delete from audit_entry where kind = 'filler'");
			},
		],
		[
			'that is read-only',
			'is read-only: name the primary server',
			async () => {
				await server.query('alter system set default_transaction_read_only = on');
				await server.reload();
			},
			async () => {
				await server.query('alter system reset default_transaction_read_only');
				await server.reload();
			},
		],
		[
			'that has crashed',
			'cannot be reached',
			async () => {
				server.crash();
			},
			async () => {
				server.start();
			},
		],
	])(
		'NT-85, NT-87: %s accepts nothing, says "%s", and recovers',
		async (_how, sentence, take, giveBack) => {
			expect(await calls()).toEqual(accepted);
			const before = await entries();
			await take();
			expect(await calls()).toEqual(refused);
			await expect(realm.ask('administer.users.create', { username: 'bob' })).rejects.toThrow(
				sentence,
			);
			await giveBack();
			expect(await calls()).toEqual(accepted);
			expect(await entries()).toBe(before + CALLS);
			expect(await realm.ask('audit.verify')).toMatchObject({ findings: [], chains: 1 });
		},
	);
});
