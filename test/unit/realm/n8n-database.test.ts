import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseRealmSettings } from '../../../src/n8n/realm-settings';
import { storageOfN8n } from '../../../src/realm/n8n-database';

const folder = mkdtempSync(join(tmpdir(), 'n8n-database-'));
const passwordFile = join(folder, 'password');
writeFileSync(passwordFile, 'from a file\n');
const missing = join(folder, 'missing');
afterAll(() => {
	rmSync(folder, { recursive: true });
});

const asSetByNobody = {
	host: 'localhost',
	port: 5432,
	database: 'n8n',
	user: 'postgres',
	password: '',
	tls: undefined,
	schema: 'incoming_api',
};

describe("n8n's own database", () => {
	test.each<[string, Record<string, string>, object]>([
		['with nothing set', {}, {}],
		[
			'with every part set',
			{
				DB_POSTGRESDB_HOST: 'db.internal',
				DB_POSTGRESDB_PORT: '6543',
				DB_POSTGRESDB_DATABASE: 'flows',
				DB_POSTGRESDB_USER: 'n8n',
				DB_POSTGRESDB_PASSWORD: 'p@ss:/%',
				DB_POSTGRESDB_SCHEMA: 'theirs',
			},
			{ host: 'db.internal', port: 6543, database: 'flows', user: 'n8n', password: 'p@ss:/%' },
		],
		[
			'with quotes that n8n takes off',
			{ DB_POSTGRESDB_PASSWORD: ' "quoted" ' },
			{ password: 'quoted' },
		],
		['with a file', { DB_POSTGRESDB_PASSWORD_FILE: passwordFile }, { password: 'from a file' }],
		[
			'with a variable that goes before its file',
			{ DB_POSTGRESDB_PASSWORD: 'own', DB_POSTGRESDB_PASSWORD_FILE: missing },
			{ password: 'own' },
		],
		['with TLS', { DB_POSTGRESDB_SSL_ENABLED: 'true' }, { tls: { serverIs: 'verified' } }],
		[
			'with TLS switched on by its parts',
			{
				DB_POSTGRESDB_SSL_CA: 'ca',
				DB_POSTGRESDB_SSL_CERT_FILE: passwordFile,
				DB_POSTGRESDB_SSL_KEY: 'key',
			},
			{ tls: { serverIs: 'verified', ca: 'ca', certificate: 'from a file', key: 'key' } },
		],
		[
			'with a server that is not verified',
			{ DB_POSTGRESDB_SSL_REJECT_UNAUTHORIZED: 'FALSE' },
			{ tls: { serverIs: 'unverified' } },
		],
		['with a port that is none', { DB_POSTGRESDB_PORT: 'x' }, { port: 5432 }],
	])('%s is followed', (_how, environment, connection) => {
		expect(storageOfN8n({ DB_TYPE: 'postgresdb', ...environment })).toEqual({
			kind: 'postgres',
			connection: { ...asSetByNobody, ...connection },
		});
	});

	test.each(['DB_TYPE', 'DB_POSTGRESDB_PASSWORD', 'DB_POSTGRESDB_SSL_CA'])(
		'with a file for %s that is missing is refused with what to do',
		(name) => {
			const environment = { DB_TYPE: 'postgresdb', [`${name}_FILE`]: missing };
			if (name === 'DB_TYPE') Reflect.deleteProperty(environment, name);
			expect(parseRealmSettings({ passphrase: 'plainly fake' }, environment)).toEqual({
				kind: 'refused',
				sentence: `The file ${missing} that ${name}_FILE names cannot be read: see that it is there and that n8n's user may read it.`,
			});
		},
	);

	test('is SQLite unless n8n is told otherwise', () => {
		const file = '/srv/.n8n/incoming-api.sqlite';
		for (const environment of [{}, { DB_TYPE: 'sqlite' }, { DB_TYPE: ' ' }]) {
			expect(storageOfN8n({ N8N_USER_FOLDER: '/srv', ...environment })).toEqual({
				kind: 'sqlite',
				file,
			});
		}
	});
});
