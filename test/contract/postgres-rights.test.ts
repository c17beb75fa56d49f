import { randomBytes } from 'node:crypto';

import { KEY_LOCK, valueOf } from '../a-realm';
import { postgresDatabase } from '../postgres-database';
import { systemPorts } from '../../src/realm/system-ports';
import { sharedRealms } from '../../src/realm/shared-realms';
import { describePostgres } from '../stores';

describePostgres('a user of PostgreSQL who may create nothing in the database', () => {
	const user = `test_${randomBytes(8).toString('hex')}`;
	let database: Awaited<ReturnType<typeof postgresDatabase>>;
	const realms = sharedRealms(systemPorts);
	beforeAll(async () => {
		database = await postgresDatabase();
		await database.execute(`create role ${user} login`);
	});
	afterAll(async () => {
		await realms.close();
		await database.execute(`drop owned by ${user} cascade; drop role ${user}`);
		await database.remove();
	});
	const open = async () => {
		const { connection } = database.storage;
		const storage = { kind: 'postgres', connection: { ...connection, user } } as const;
		return await realms.open({ realm: 'default', lock: KEY_LOCK, storage });
	};

	test('is told which right is missing, and has a realm in a schema that was made for it', async () => {
		await expect(open()).rejects.toThrow(
			/does not permit this: give the user the right to create and use the schema\.$/,
		);
		await database.execute(`create schema incoming_api authorization ${user}`);
		const { created, realm } = await open();
		expect(created).toBe(true);
		valueOf(await realm.administer.users.create({ username: 'alice' }));
		expect(await realm.count()).toEqual({ users: 1, apiKeys: 0 });
	});
});
