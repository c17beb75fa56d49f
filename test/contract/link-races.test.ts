import { type RealmProcess, startRealmProcess } from '../realm-process';
import { stores } from '../stores';
import { aLinkServer, LIFE, type LinkServer, SECRET } from './a-link-server';
import { ISSUER } from './an-authorization-server';

const TIMES = 200;

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
		expect(await race({ link, value: 's3cr3t-value' })).toHaveLength(1);
		expect(await server.secretNow()).toBe('s3cr3t-value');
		const done = await server.realm.audit.query({ kind: 'administration', decision: 'done' });
		const created = done.filter(({ content }) => content['operation'] === 'secret.create');
		expect(created).toHaveLength(1);
	});
});
