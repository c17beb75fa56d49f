import { createPublicKey, generateKeyPairSync } from 'node:crypto';

import { readDifferences } from './differences';
import { assertions } from './exchanges/assertions';
import { authorization } from './exchanges/authorization';
import { clients } from './exchanges/clients';
import { codes } from './exchanges/codes';
import { tokens } from './exchanges/tokens';
import { oidcProviderServer } from './oidc-provider-server';
import { ourServer } from './our-server';
import type { Party } from './party';
import { talkTo } from './talk';

/** Between two exchanges, so that none of them is throttled for another's failed attempts. */
const PAUSE = 61_000;
const LAST_ID = 43;

const clock = { time: Date.parse('2026-01-01T12:00:00Z') };
const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicJwk = { ...createPublicKey(key).export({ format: 'jwk' }), kid: 'one' };
const signing = { key, publicJwk, now: () => clock.time / 1000 };
const exchanges = [...authorization, ...clients, ...codes, ...assertions(signing), ...tokens].map(
	(exchange) => ({ ...exchange, name: `${exchange.id}: ${exchange.what}` }),
);

const page = readDifferences();

describe('the negative battery, sent to us and to oidc-provider', () => {
	let ours: Party;
	let theirs: Party;
	beforeAll(async () => {
		jest.spyOn(Date, 'now').mockImplementation(() => clock.time);
		const jwks = JSON.stringify({ keys: [publicJwk] });
		ours = await ourServer(jwks);
		theirs = await oidcProviderServer(ours.clients, jwks, clock.time);
	});
	afterAll(async () => {
		await Promise.all([ours, theirs].map((party) => party.close()));
		jest.restoreAllMocks();
	});

	test.each(exchanges)('is answered as the page says: $name', async ({ name, send }) => {
		const outcomes: string[] = [];
		for (const party of [ours, theirs]) {
			const talk = talkTo(party, clock);
			await talk.wait(PAUSE);
			outcomes.push(await send(talk));
		}
		const [mine = '', other = ''] = outcomes;
		const listed = page.differences.get(name);
		expect({ ours: mine, 'oidc-provider': other }).toEqual(
			listed === undefined
				? { ours: mine, 'oidc-provider': mine }
				: { ours: listed.ours, 'oidc-provider': listed.theirs },
		);
		expect(listed === undefined || mine !== other).toBe(true);
	});
});

describe('the page of differences', () => {
	test('lists no request that is not sent', () => {
		const names = exchanges.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect([...page.differences.keys()].filter((name) => !names.includes(name))).toEqual([]);
	});

	test('has a reason for each difference, and no other', () => {
		const used = new Set([...page.differences.values()].map(({ why }) => why));
		expect([...used].sort()).toEqual([...page.reasons].sort());
	});

	test('has every id of the battery that is not sent, and no other', () => {
		const sent: ReadonlySet<string> = new Set(exchanges.map(({ id }) => id));
		const all = Array.from({ length: LAST_ID }, (_, at) => `NT-${String(at + 1)}`);
		expect([...page.oneSided].sort()).toEqual(all.filter((id) => !sent.has(id)).sort());
	});
});
