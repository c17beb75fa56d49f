import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parsePostgresUrl } from '../../../src/realm/postgres-url';

const folder = mkdtempSync(join(tmpdir(), 'postgres-url-'));
const rootFile = join(folder, 'root.pem');
writeFileSync(rootFile, 'a certificate');
afterAll(() => {
	rmSync(folder, { recursive: true });
});

const plain = {
	host: 'db.internal',
	port: 5432,
	database: 'n8n',
	user: 'me',
	password: '',
	tls: undefined,
	schema: 'incoming_api',
};

describe('a PostgreSQL URL', () => {
	test.each<[string, object]>([
		['postgres://me@db.internal/n8n', {}],
		['  postgresql://me@db.internal:6543/n8n ', { port: 6543 }],
		['postgres://m%40e:p%3A%2F%25@db.internal/n%38n', { user: 'm@e', password: 'p:/%' }],
		['postgres://me@[::1]/n8n', { host: '::1' }],
		['postgres://me@localhost/n8n?host=/var/run/postgresql', { host: '/var/run/postgresql' }],
		['postgres://me@db.internal/n8n?sslmode=disable', {}],
		['postgres://me@db.internal/n8n?sslmode=no-verify', { tls: { serverIs: 'unverified' } }],
		['postgres://me@db.internal/n8n?sslmode=require', { tls: { serverIs: 'verified' } }],
		[
			`postgres://me@db.internal/n8n?sslmode=verify-full&sslrootcert=${rootFile}`,
			{ tls: { serverIs: 'verified', ca: 'a certificate' } },
		],
	])('%s is read', (text, connection) => {
		expect(parsePostgresUrl(text)).toEqual({
			kind: 'connection',
			connection: { ...plain, ...connection },
		});
	});

	test.each([
		['secret', 'is not one'],
		['mysql://me:secret@db/n8n', 'is not one'],
		['postgres://me:secret@db', 'lacks the user, the host or the database'],
		['postgres://db/n8n', 'lacks the user, the host or the database'],
		['postgres://me:secret%@db/n8n', 'holds a bare percent sign'],
		['postgres://me:secret@db/n8n?ssl=true', 'has an unknown parameter'],
		['postgres://me:secret@db/n8n?sslmode=prefer', 'is unknown'],
		['postgres://me:secret@db/n8n?sslrootcert=/x', 'names a root certificate but no encryption'],
		['postgres://me:secret@db/n8n?sslmode=require&sslrootcert=/x', 'cannot be read'],
	])('%s is refused with what to do and without repeating it', (text, why) => {
		const parsed = parsePostgresUrl(text);
		expect(parsed).toEqual({ kind: 'refused', sentence: expect.stringContaining(why) });
		expect(JSON.stringify(parsed)).not.toContain('secret');
	});
});
