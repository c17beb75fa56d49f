import { linksOf } from '../../src/store/links';
import { type RealmProcess, startRealmProcess } from '../realm-process';
import { stores } from '../stores';
import { valueOf } from '../a-realm';
import { aLinkServer, expectClosed, LIFE, type LinkServer, SECRET, tokenOf } from './a-link-server';
import { ISSUER } from './an-authorization-server';

const TIMES = 200;
const TYPED = 's3cr3t-value';

/** What a process says of the answer of the page. */
interface Told {
	readonly answer: { readonly status: number; readonly body: string };
}

describe.each(stores)('two hundred who send one link in $engine', ({ engine, create }) => {
	let server: LinkServer;
	const processes: RealmProcess[] = [];
	beforeAll(async () => {
		server = await aLinkServer(create);
		// Other processes have the clock of the machine.
		server.clock.time = Date.now();
		// A SQLite file belongs to one process; PostgreSQL is shared by several.
		if (engine !== 'postgres') return;
		processes.push(
			startRealmProcess(server.storage.storage),
			startRealmProcess(server.storage.storage),
		);
	});
	afterAll(async () => {
		await Promise.all(processes.map((process) => process.end()));
		await server.close();
	});

	/** Sends the same form many times at once, from every process that there is; gives the pages of who won. */
	const race = async (form: Readonly<Record<string, string>>): Promise<readonly string[]> => {
		const type = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
		const body = new URLSearchParams(form).toString();
		const request = {
			...{ method: 'POST', headerFields: [type], search: '', body },
			address: '192.0.2.7',
		};
		const place = { issuer: ISSUER, tokenAlgorithm: 'EdDSA', requestId: 'r' };
		const input = ['once', request, place, { origin: {}, wanted: [] }] as const;
		const asked =
			processes.length === 0
				? Array.from({ length: TIMES }, async (): Promise<readonly Told[]> => {
						const { status, body: text } = await server.ask('once', { form });
						return [{ answer: { status, body: text } }];
					})
				: processes.map(async (process): Promise<readonly Told[]> => {
						const times = TIMES / processes.length;
						const name = 'authorizationServer.answer';
						return (await process.askAtOnce(times, name, ...input)) as readonly Told[];
					});
		const told = (await Promise.all(asked)).flat();
		expect(told).toHaveLength(TIMES);
		expect(new Set(told.map(({ answer }) => answer.status))).toEqual(new Set([200, 404]));
		return told.flatMap(({ answer }) => (answer.status === 200 ? [answer.body] : []));
	};

	test('one of them is shown what it has', async () => {
		const won = await race({ link: await server.reveal('the key itself') });
		expect(won).toHaveLength(1);
		expect(won[0]).toContain('<code>the key itself</code>');
		expect(await server.contents()).toEqual([null]);
	});

	test('one of them gets a value in', async () => {
		const entry = { ...LIFE, action: 'create', secret: SECRET, terms: {} } as const;
		const link = await server.made(server.links().enterSecret(entry));
		expect(await race({ link, value: TYPED })).toHaveLength(1);
		expect(await server.secretNow()).toBe(TYPED);
		const done = await server.realm.audit.query({ kind: 'administration', decision: 'done' });
		const created = done.filter(({ content }) => content['operation'] === 'secret.create');
		expect(created).toHaveLength(1);
	});
});

describe.each(stores)('a link in $engine that is revoked while somebody types into it', (store) => {
	let server: LinkServer;
	beforeEach(async () => {
		server = await aLinkServer(store.create);
	});
	afterEach(() => server.close());

	const aLink = async () => {
		const entry = { ...LIFE, action: 'create', secret: SECRET, terms: {} } as const;
		const made = valueOf(await server.links().enterSecret(entry));
		return { id: made.linkId, token: tokenOf(made) };
	};

	test('stays ended where nothing came of it, and the answer says that it works no more', async () => {
		const { id, token } = await aLink();
		const rows = server.store.db.selectFrom('one_time_link').select(['realm_id', 'public_id']);
		const row = await rows.where('id', '=', id).executeTakeFirstOrThrow();
		const links = linksOf(server.store, row.realm_id);
		const link = await links.find(row.public_id);
		if (link === undefined) throw new Error('The link is gone.');
		const now = server.clock.now();
		expect(await links.consume(id, undefined, now)).toBe('consumed');
		expect(await server.links().revoke(id)).toMatchObject({
			kind: 'refused',
			sentence: expect.stringContaining('is being used for the last time') as unknown,
		});
		await links.release(link, now);
		expect(await server.contents()).toEqual([null]);
		expectClosed(await server.look(token));
		expectClosed(await server.send(token, { value: TYPED }));
		expect(await server.links().getAll()).toEqual([]);
	});

	test('works for nobody afterwards, whoever was first', async () => {
		const made = await Promise.all(Array.from({ length: 20 }, aLink));
		// What is typed afterwards cannot be kept: the secret key is there.
		await server.send((await aLink()).token, { value: TYPED });
		for (const { id, token } of made) {
			const sent = Array.from({ length: 3 }, () => server.send(token, { value: TYPED }));
			const revoked = await server.links().revoke(id);
			const statuses = (await Promise.all(sent)).map(({ status }) => status);
			expect([revoked.kind, ...statuses]).not.toContain(200);
			expectClosed(await server.look(token));
		}
	});
});
