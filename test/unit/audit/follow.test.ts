import { startOfChain } from '../../../src/audit/chain';
import type { DecisionEvent } from '../../../src/audit/event';
import { follow } from '../../../src/audit/follow';
import { chained, resumeAt } from '../../../src/audit/own-chain';
import { keyedMacs, type Macs } from '../../../src/crypto/mac';
import { readySodium } from '../../../src/crypto/sodium';
import type { ChainHead, StoredEntry } from '../../../src/store/audit-entries';

const anEvent = (requestId: string): DecisionEvent => ({
	kind: 'decision',
	time: 1,
	tenant: 't',
	origin: {},
	requestId,
	address: undefined,
	scheme: undefined,
	credentialId: undefined,
	user: undefined,
	actor: undefined,
	client: undefined,
	decision: 'accepted',
	reason: undefined,
});

let macs: Macs;
let start: ChainHead;
let rows: readonly StoredEntry[];
beforeAll(async () => {
	macs = keyedMacs(await readySodium(), new Uint8Array(32).fill(3));
	start = startOfChain(macs, 'realm', 'writer');
	const events = Array.from({ length: 10 }, (_, index) => anEvent(`request ${String(index + 1)}`));
	rows = chained(macs, 'writer', start, events);
});

const row = (seq: number): StoredEntry => {
	const found = rows[seq - 1];
	if (found === undefined) throw new Error(`There is no row ${String(seq)}.`);
	return found;
};
const at = (seq: number, entry: StoredEntry): StoredEntry => ({ ...entry, seq });
const followed = (entries: readonly StoredEntry[], named: [number, string][] = [], saidSeq = 10) =>
	follow({ macs, named: new Map(named), saidSeq }, start, entries);
const without = (seq: number) => rows.filter((entry) => entry.seq !== seq);
const put = (...changed: StoredEntry[]) =>
	rows.map((entry) => changed.find(({ seq }) => seq === entry.seq) ?? entry);
const forged = (seq: number): StoredEntry => ({
	...row(1),
	seq,
	text: row(1).text.replace('request 1', 'request 0'),
});

describe('a chain', () => {
	test('holds as it was written, whole or from the middle', () => {
		const end = { kind: 'holds', head: { seq: 10, hash: row(10).hash } };
		expect(followed(rows, [[10, row(10).hash]])).toEqual(end);
		const chain = { macs, named: new Map<number, string>(), saidSeq: 10 };
		expect(follow(chain, { seq: 4, hash: row(4).hash }, rows.slice(4))).toEqual(end);
	});

	test.each<[string, () => readonly StoredEntry[], object]>([
		[
			'a text that was changed',
			() => put({ ...row(5), text: row(5).text.replace('accepted', 'refused!') }),
			{ seq: 5, wrong: 'changed' },
		],
		[
			'a hash that was changed',
			() => put({ ...row(5), hash: row(6).hash }),
			{ seq: 5, wrong: 'changed' },
		],
		[
			'a searched part that was changed',
			() => put({ ...row(5), searched: { ...row(5).searched, user: 'mallory' } }),
			{ seq: 5, wrong: 'changed' },
		],
		['an entry that is missing', () => without(5), { seq: 5, wrong: 'removed' }],
		['the first entry missing', () => without(1), { seq: 1, wrong: 'removed' }],
		[
			'an entry missing and the rest numbered anew',
			() => without(5).map((entry, index) => at(index + 1, entry)),
			{ seq: 5, wrong: 'removed' },
		],
		[
			'an entry pushed in between',
			() =>
				[...rows.slice(0, 4), forged(5), ...rows.slice(4)].map((entry, index) =>
					at(index + 1, entry),
				),
			{ seq: 5, wrong: 'inserted' },
		],
		['an entry added at the end', () => [...rows, forged(11)], { seq: 11, wrong: 'inserted' }],
		[
			'a true entry added at the end once more',
			() => [...rows, at(11, row(3))],
			{ seq: 11, wrong: 'inserted' },
		],
		[
			'two neighbours that changed places',
			() => put(at(5, row(6)), at(6, row(5))),
			{ seq: 5, wrong: 'reordered' },
		],
		[
			'two entries that changed places',
			() => put(at(3, row(8)), at(8, row(3))),
			{ seq: 3, wrong: 'reordered' },
		],
		[
			'three entries that went round',
			() => put(at(3, row(4)), at(4, row(5)), at(5, row(3))),
			{ seq: 3, wrong: 'reordered' },
		],
	])('is broken by %s', (_what, entries, bad) => {
		expect(followed(entries())).toEqual({ kind: 'broken', ...bad });
	});

	test('is broken where heads name another hash', () => {
		expect(followed(rows, [[7, row(6).hash]])).toEqual({
			kind: 'broken',
			seq: 7,
			wrong: 'changed',
		});
	});

	test('of another key does not hold', () => {
		const other = follow({ macs, named: new Map(), saidSeq: 10 }, { ...start, seq: 1 }, rows);
		expect(other).toMatchObject({ kind: 'broken' });
	});
});

describe('after a write of which nobody knows whether it was kept', () => {
	const before: ChainHead = { seq: 5, hash: 'five' };
	const first = { end: { seq: 6, hash: 'six' }, claims: [] };
	const last = { end: { seq: 8, hash: 'eight' }, claims: [] };

	test.each<[string, ChainHead | undefined, ChainHead | undefined]>([
		['nothing of it', before, before],
		['all of it', last.end, last.end],
		['all of one before it', first.end, first.end],
		['another entry at its end', { seq: 8, hash: 'other' }, undefined],
		['less than before', { seq: 4, hash: 'four' }, undefined],
		['no chain at all', undefined, undefined],
	])('a database that has %s decides where the chain goes on', (_what, stored, head) => {
		expect(resumeAt(before, [first, last], stored)?.end).toEqual(head);
	});

	test('a chain that nothing was written to begins', () => {
		const start = { seq: 0, hash: 'start' };
		expect(resumeAt(start, [last], undefined)?.end).toEqual(start);
	});
});
