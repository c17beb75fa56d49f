import nacl from 'tweetnacl';

import { aRealm, type TestRealm, valueOf } from '../a-realm';
import { blake2b } from '../independent-blake2b';
import { runCommand } from '../run-command';
import { aDatasource, openIt } from './a-datasource';

const KEY = { datasource: 'crm', name: 'MyAPIKey' };

let opened: TestRealm;
let publicKey: string;
let datasourceKey: string;
beforeEach(async () => {
	opened = await aRealm();
	({ publicKey, datasourceKey } = await aDatasource(opened.realm));
});
afterEach(() => opened.close());

/** Seals as somebody who has no more than a public key: no realm, no passphrase, no variables. */
const seal = (input: string, ...args: string[]) =>
	runCommand(['seal', '--datasource', 'crm', '--name', 'MyAPIKey', ...args], {}, input);
const sealForRealm = (input: string, expires = '2026-01-02T00:00:00Z') =>
	seal(input, '--public-key', publicKey, '--expires', expires);

async function keptValue(): Promise<string | undefined> {
	const datasource = await openIt(opened, datasourceKey);
	const key = valueOf(await datasource.keys()).get('MyAPIKey');
	await datasource.close();
	return key?.state === 'enabled' ? key.secret.reveal() : key?.state;
}

describe('incoming-api seal', () => {
	test('writes a sealed value that the realm takes in, and shows nothing of it', async () => {
		const { exitCode, out, err } = await sealForRealm('s3cr3t-value\n');
		expect([exitCode, err]).toEqual([0, '']);
		expect(out).toMatch(/^[A-Za-z0-9+/]+={0,2}\n$/);
		valueOf(await opened.realm.administer.secrets.create(KEY, { sealed: out }));
		expect(await keptValue()).toBe('s3cr3t-value');
	});

	test('seals for 24 hours unless told otherwise', async () => {
		opened.clock.time = Date.now() + 24 * 3_600_000 - 60_000;
		const { out } = await seal('s3cr3t-value', '--public-key', publicKey);
		valueOf(await opened.realm.administer.secrets.create(KEY, { sealed: out }));
		opened.clock.time += 120_000;
		expect(await opened.realm.administer.secrets.rotate(KEY, { sealed: out })).toMatchObject({
			sentence: expect.stringContaining('has expired') as unknown,
		});
	});

	test.each([
		['no public key', 's3cr3t-value', [], /^Name where the value belongs/],
		['a public key that is none', 's3cr3t-value', ['--public-key', 'x'], /^The public key is not/],
		['no value', '\n', ['--public-key', `${'A'.repeat(43)}=`], /^Secret key "MyAPIKey" is empty/],
		['a value of two lines', 'a\nb', ['--public-key', `${'A'.repeat(43)}=`], /cannot carry/],
		['a value as argument', '', ['s3cr3t-value'], /^There is no command/],
	])('with %s ends with 2 and a sentence', async (_what, input, args, sentence) => {
		const { exitCode, out, err } = await seal(input, ...args);
		expect([exitCode, out]).toEqual([2, '']);
		expect(err).toMatch(sentence);
	});
});

test('a value that another library sealed by the documents is taken in', async () => {
	const envelope = {
		...{ kind: 'secret', realm: 'default', ...KEY, id: 'abcdefghijklmnop' },
		...{ expiresAt: '2026-01-01T13:00:00+00:00', value: 's3cr3t-value' },
	};
	const own = nacl.box.keyPair();
	const theirs = Buffer.from(publicKey, 'base64');
	const nonce = blake2b(24, Buffer.concat([own.publicKey, theirs]));
	const box = nacl.box(Buffer.from(JSON.stringify(envelope)), nonce, theirs, own.secretKey);
	const sealed = Buffer.concat([own.publicKey, box]).toString('base64url');
	valueOf(await opened.realm.administer.secrets.create(KEY, { sealed }));
	expect(await keptValue()).toBe('s3cr3t-value');
});
