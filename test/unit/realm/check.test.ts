import {
	checkClock,
	checkFileMode,
	checkFolderMode,
	checkN8n,
	checkNode,
	checkSqlite,
} from '../../../src/realm/check';
import { checkWraps } from '../../../src/realm/check-wraps';
import type { RealmKeyRow } from '../../../src/store/schema';

const wrap = (cost: string | null): RealmKeyRow => ({
	realm_id: 'r',
	version: 1,
	wrapped_by: cost === null ? 'key' : 'passphrase',
	salt: null,
	cost,
	nonce: 'n',
	ciphertext: 'c',
	commitment: 'c',
	created_at: 0,
});
const COST = '{"memory":65536,"passes":3,"parallelism":4}';
const KEY = { kind: 'key', key: new Uint8Array(32) } as const;
const phrase = (passphrase: string) => ({ kind: 'passphrase', passphrase }) as const;

test.each([
	['24.8.0', 'bad'],
	['22.20.1', 'bad'],
	['24.9.0', 'ok'],
	['24.21.0', 'ok'],
	['26.0.0', 'ok'],
])('Node %s is %s', (version, state) => {
	expect(checkNode(version).state).toBe(state);
});

test.each([
	['2.40.9', 'bad'],
	['1.99.0', 'bad'],
	['2.41.1', 'ok'],
	['10.0.0', 'ok'],
	[undefined, 'ok'],
])('n8n %s is %s', (version, state) => {
	expect(checkN8n(version).state).toBe(state);
});

test.each([
	['3.50.4', 'warn'],
	['3.51.2', 'warn'],
	['3.51.3', 'ok'],
	['3.52.0', 'warn'],
	['3.53.4', 'ok'],
	['4.0.0', 'ok'],
])('SQLite %s is %s', (version, state) => {
	expect(checkSqlite(version).state).toBe(state);
});

test.each([
	[0, 'ok'],
	[4000, 'ok'],
	[-5000, 'warn'],
	[59_000, 'warn'],
	[-60_000, 'bad'],
	[3_600_000, 'bad'],
])('a clock that is %d ms off is %s', (off, state) => {
	expect(checkClock(1e12 + off, 1e12).state).toBe(state);
});

test('a clock that is off says in which direction', () => {
	expect(checkClock(1e12 - 60_000, 1e12).message).toMatch(
		/^The clock of this machine is 60 s behind/,
	);
	expect(checkClock(1e12 + 60_000, 1e12).message).toMatch(/60 s ahead of the database's/);
});

test.each([
	[0o100600, 'ok'],
	[0o100400, 'ok'],
	[0o100640, 'bad'],
	[0o100604, 'bad'],
	[0o100620, 'bad'],
])('a file of mode %o is %s', (mode, state) => {
	expect(checkFileMode('/f', mode).state).toBe(state);
});

test.each([
	[0o40700, 'ok'],
	[0o40755, 'ok'],
	[0o40775, 'bad'],
	[0o40777, 'bad'],
])('a folder of mode %o is %s', (mode, state) => {
	expect(checkFolderMode('/f', mode).state).toBe(state);
});

test.each([
	['a key', [wrap(null)], KEY, ['ok']],
	['a long passphrase', [wrap(COST)], phrase('correct horse battery'), ['ok']],
	['a passphrase of 8 characters', [wrap(COST)], phrase('12345678'), ['warn']],
	[
		'a cheap wrap',
		[wrap('{"memory":19456,"passes":2}')],
		phrase('correct horse battery'),
		['warn'],
	],
	['two wraps', [wrap(null), wrap(COST)], KEY, ['warn']],
	[
		'all of it',
		[wrap('{"memory":1,"passes":1}'), wrap(COST)],
		phrase('12345678'),
		['warn', 'warn', 'warn'],
	],
])('%s is judged', (_, wraps, lock, states) => {
	expect(checkWraps(wraps, lock).map(({ state }) => state)).toEqual(states);
});
