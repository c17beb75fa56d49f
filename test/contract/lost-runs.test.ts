import { type Outage, outages } from '../an-outage';
import { call, isRun, opened, prepare } from './answering-realm';

const once = '"k"';
const refuses = async (): Promise<void> => {
	await expect(call({ once })).rejects.toMatchObject({ code: 'store-unavailable' });
};
const runsOnce = async (): Promise<void> => {
	expect(isRun(await call({ once }))).toBe(true);
	expect(await call({ once })).toMatchObject({ reason: 'request-running' });
};

describe.each(outages)('NT-80: a call refused by an outage in $engine', ({ start }) => {
	let outage: Outage;
	beforeEach(async () => {
		outage = await start();
		await prepare(async () => outage.storage);
	});
	afterEach(async () => {
		await opened.close();
		await outage.close();
	});

	test('before it was in the audit runs when it comes again, once', async () => {
		outage.atNextCommit('passed on', 'goes');
		await refuses();
		await refuses();
		await outage.end();
		await runsOnce();
	});

	test.each(['stays', 'goes'] as const)(
		'as its start was not acknowledged runs when it comes again, once; the database %s',
		async (database) => {
			outage.atNextCommit('lost', database);
			await refuses();
			if (database === 'goes') await outage.end();
			await runsOnce();
		},
	);

	test('runs where another process gets it, once the realm here was closed', async () => {
		outage.atNextCommit('passed on', 'goes');
		await refuses();
		await outage.end();
		await opened.realm.close();
		expect(isRun(await call({ once, realm: await opened.again() }))).toBe(true);
	});
});
