import { parseRealmSettings } from '../../../src/n8n/realm-settings';

const passphrase = 'plainly fake passphrase';
const lock = { kind: 'passphrase', passphrase };
const refused = (sentence: string) => ({ kind: 'refused', sentence });

describe('the settings of a realm', () => {
	test.each([
		['beside the database of n8n', { N8N_USER_FOLDER: '/srv' }, '/srv/.n8n/incoming-api.sqlite'],
		[
			'also when n8n names SQLite',
			{ N8N_USER_FOLDER: '/srv', DB_TYPE: 'sqlite' },
			'/srv/.n8n/incoming-api.sqlite',
		],
	])('place an automatic realm %s', (_where, environment, file) => {
		const fields = { realm: 'default', passphrase, storage: 'automatic', sqliteFile: '/ignored' };
		expect(parseRealmSettings(fields, environment)).toEqual({
			kind: 'settings',
			settings: { realm: 'default', lock, storage: { kind: 'sqlite', file } },
		});
	});

	test.each([
		['where the field says', ' /data/realm.sqlite ', '/data/realm.sqlite'],
		['at the automatic place when the field is empty', '', '/srv/.n8n/incoming-api.sqlite'],
	])('place a SQLite realm %s', (_where, sqliteFile, file) => {
		const fields = { passphrase, storage: 'sqlite', sqliteFile };
		expect(parseRealmSettings(fields, { N8N_USER_FOLDER: '/srv' })).toEqual({
			kind: 'settings',
			settings: { realm: 'default', lock, storage: { kind: 'sqlite', file } },
		});
	});

	test.each<[object, Record<string, string>, string]>([
		[{ passphrase: '' }, {}, 'The passphrase of the realm is empty: enter one.'],
		[{ passphrase: 17 }, {}, 'The passphrase of the realm is not a text: enter one.'],
		[
			{ storage: 'clouds' },
			{},
			'The storage of the realm is unknown: choose Automatic, SQLite or PostgreSQL.',
		],
		[{ storage: 'postgres' }, {}, 'The PostgreSQL URL of the realm is empty: enter one.'],
		...[{ storage: 'sqlite' }, {}].map((fields): [object, Record<string, string>, string] => [
			fields,
			{ EXECUTIONS_MODE: 'queue', DB_TYPE: 'sqlite' },
			"A realm in SQLite cannot serve n8n's queue mode, where several processes share it: choose PostgreSQL as the storage of the realm.",
		]),
	])('%j with the environment %j are refused with what to do', (fields, environment, sentence) => {
		expect(parseRealmSettings({ passphrase, ...fields }, environment)).toEqual(refused(sentence));
	});

	test.each([
		['automatic', { DB_TYPE: 'postgresdb' }],
		['postgres', {}],
	])('allow %s PostgreSQL in queue mode', (storage, environment) => {
		const fields = { passphrase, storage, postgresUrl: 'postgres://me:secret@db/n8n' };
		expect(parseRealmSettings(fields, { ...environment, EXECUTIONS_MODE: 'queue' })).toMatchObject({
			settings: { storage: { kind: 'postgres' } },
		});
	});

	test.each(['', ' ', '../etc', 'a\nb', 'x'.repeat(101), 7])('refuse the name %.20j', (realm) => {
		expect(parseRealmSettings({ realm, passphrase }, {}).kind).toBe('refused');
	});

	test('name the file that the audit is anchored in', () => {
		const environment = { INCOMING_API_AUDIT_ANCHOR: ' /mnt/apart/anchor.ndjson ' };
		expect(parseRealmSettings({ passphrase }, environment)).toMatchObject({
			settings: { auditAnchorFile: '/mnt/apart/anchor.ndjson' },
		});
	});

	test('take a base64 text of another length for a passphrase', () => {
		const text = Buffer.alloc(31).toString('base64');
		expect(parseRealmSettings({ passphrase: text }, {})).toMatchObject({
			settings: { lock: { kind: 'passphrase', passphrase: text } },
		});
	});
});
