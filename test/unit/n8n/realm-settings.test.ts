import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

	test.each<[string, Record<string, string>, string]>([
		['EXECUTIONS_MODE says so, in quotes', { EXECUTIONS_MODE: ' "queue" ' }, 'start'],
		['the process is a webhook process', { EXECUTIONS_MODE: 'queue' }, 'webhook'],
		['the process is a worker, without a variable', {}, 'worker'],
		['the process is a worker, whatever the variable', { EXECUTIONS_MODE: 'regular' }, 'worker'],
	])('know queue mode when %s', (_when, environment, command) => {
		expect(parseRealmSettings({ passphrase }, environment, command)).toEqual(
			refused(
				"A realm in SQLite cannot serve n8n's queue mode, where several processes share it: choose PostgreSQL as the storage of the realm.",
			),
		);
	});

	test('read the file that EXECUTIONS_MODE_FILE names, as n8n does', () => {
		const file = join(mkdtempSync(join(tmpdir(), 'mode-')), 'mode');
		writeFileSync(file, 'queue\n');
		const environment = { EXECUTIONS_MODE_FILE: file };
		expect(parseRealmSettings({ passphrase }, environment, 'start').kind).toBe('refused');
		rmSync(file);
		expect(parseRealmSettings({ passphrase }, environment, 'start')).toEqual(
			refused(
				`The file ${file} that EXECUTIONS_MODE_FILE names cannot be read: see that it is there and that n8n's user may read it.`,
			),
		);
	});

	test.each([
		[{}, 'start'],
		[{ EXECUTIONS_MODE: 'regular' }, 'start'],
		[{}, undefined],
	])('know that %j with the command %s is no queue mode', (environment, command) => {
		expect(parseRealmSettings({ passphrase }, environment, command).kind).toBe('settings');
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
