import { randomUUID } from 'node:crypto';

import type { IssuedApiKey } from '../../src/realm/realm';
import { credentialsOf } from '../../src/store/credentials';
import { A_CALL, A_POLICY, aMessage, aRealm, NOON, type TestRealm, valueOf } from '../a-realm';
import { damaged } from '../damaged';
import { sharedBy, stores } from '../stores';

const HOUR = 3600;
let opened: TestRealm;
const keys = () => opened.realm.administer.apiKeys;
const iso = (seconds: number) => new Date(NOON + seconds * 1000).toISOString();
const sentence = (text: string) => ({ kind: 'refused', sentence: text });

afterEach(() => opened.close());

const generate = async (input: Partial<Parameters<ReturnType<typeof keys>['generate']>[0]> = {}) =>
	valueOf(await keys().generate({ username: 'alice', name: 'k', ...input }));
const beginningOf = ({ key }: IssuedApiKey): string => key.slice(0, key.lastIndexOf('_'));
const outcomeOf = async ({ key }: IssuedApiKey, address?: string): Promise<string> => {
	const headerFields: [string, string][] = [['X-API-Key', key]];
	const message = aMessage({ headerFields, ...(address ? { address } : {}) });
	const verdict = await opened.realm.authenticate(message, A_POLICY, A_CALL);
	if (verdict.kind !== 'refused') return verdict.caller.credentialId ?? '';
	return `${verdict.problem}: ${verdict.reason}`;
};
const at = (seconds: number): void => {
	opened.clock.time = NOON + seconds * 1000;
};

describe.each(stores)('in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(async () => {
		opened = await aRealm(shared, randomUUID());
		valueOf(await opened.realm.administer.users.create({ username: 'alice' }));
	});

	describe('a rotated key', () => {
		test('PF-6, VE-30: has a new value and one id for life, and the old value until grace ends', async () => {
			const old = await generate();
			const next = valueOf(await keys().rotate(old.credentialId, { graceSeconds: HOUR }));
			const publicIds = [beginningOf(next), beginningOf(old)];
			expect({ ...next, key: '' }).toEqual({ ...old, key: '', version: 2, publicIds });
			expect(next.key).not.toBe(old.key);
			at(HOUR - 1);
			expect([await outcomeOf(old), await outcomeOf(next)]).toEqual([
				old.credentialId,
				old.credentialId,
			]);
			at(HOUR);
			expect([await outcomeOf(old), await outcomeOf(next)]).toEqual([
				'unauthenticated: key-rotated',
				old.credentialId,
			]);
			const { credentialId } = old;
			const calls = await opened.realm.audit.query({ credentialId, kind: 'decision' });
			expect(calls.map(({ content }) => content['version'])).toEqual([2, 1, 2, 1]);
		});

		test('NT-83: does not outlive the expiry that its old value had', async () => {
			const old = await generate({ expiresAt: iso(HOUR) });
			const next = valueOf(
				await keys().rotate(old.credentialId, { graceSeconds: 9 * HOUR, expiresAt: iso(5 * HOUR) }),
			);
			at(HOUR - 1);
			expect(await outcomeOf(old)).toBe(old.credentialId);
			at(HOUR);
			expect([await outcomeOf(old), await outcomeOf(next)]).toEqual([
				'unauthenticated: key-rotated',
				old.credentialId,
			]);
			at(5 * HOUR);
			expect(await outcomeOf(next)).toBe('unauthenticated: key-expired');
		});

		test('NT-83: of several rotations of one value is the one that won', async () => {
			const { credentialId, version: supersedes } = await generate();
			const credentials = credentialsOf(opened.store, opened.realm.id, 'apiKey');
			const rotation = { digest: 'x', pepperVersion: 1, supersedes, graceEndsAt: NOON };
			const outcomes = await Promise.all(
				Array.from({ length: 8 }, () =>
					credentials.rotate(credentialId, { ...rotation, publicId: randomUUID() }, NOON),
				),
			);
			expect(outcomes.filter((outcome) => outcome === 'rotated')).toHaveLength(1);
		});

		test('NT-83: of several rotations at once has one value for each that succeeded', async () => {
			const old = await generate();
			const outcomes = await Promise.all(
				Array.from({ length: 8 }, () => keys().rotate(old.credentialId, { graceSeconds: 0 })),
			);
			// One that began when another had ended rotates what that one made.
			const rotated = outcomes.flatMap((outcome) =>
				outcome.kind === 'done' ? [outcome.value] : [],
			);
			const versions = rotated.map(({ version }) => version).sort();
			expect(versions).toEqual(versions.map((_, index) => index + 2));
			const works = await Promise.all(rotated.map((key) => outcomeOf(key)));
			expect(works.filter((outcome) => outcome === old.credentialId)).toHaveLength(1);
		});

		test('NT-47: is revoked and disabled with all its values', async () => {
			const old = await generate();
			const next = valueOf(await keys().rotate(old.credentialId, { graceSeconds: HOUR }));
			valueOf(await keys().setState(old.credentialId, 'disabled'));
			for (const key of [old, next]) {
				expect(await outcomeOf(key)).toBe('unauthenticated: key-disabled');
			}
			valueOf(await keys().revoke(old.credentialId));
			for (const key of [old, next]) {
				expect(await outcomeOf(key)).toBe('unauthenticated: key-revoked');
			}
		});
	});

	describe('a rotation', () => {
		test('NT-83: of an expired or revoked key is refused', async () => {
			const expired = await generate({ expiresAt: iso(1) });
			const revoked = await generate();
			valueOf(await keys().revoke(revoked.credentialId));
			at(1);
			expect(await keys().rotate(expired.credentialId, { graceSeconds: 0 })).toEqual(
				sentence(
					`The API key "${expired.credentialId}" is expired and cannot be rotated: generate a new one.`,
				),
			);
			expect(await keys().rotate(revoked.credentialId, { graceSeconds: 0 })).toEqual(
				sentence(
					`The API key "${revoked.credentialId}" is revoked and cannot be rotated: generate a new one.`,
				),
			);
		});

		test.each([-1, 0.5, Number.NaN, 1e12])(
			'with a grace of %d seconds is refused',
			async (grace) => {
				const { credentialId } = await generate();
				expect((await keys().rotate(credentialId, { graceSeconds: grace })).kind).toBe('refused');
			},
		);
	});

	describe('a key with limits', () => {
		test('NT-61: works from its addresses only', async () => {
			const key = await generate({ addresses: ['1.2.3.4', '10.0.0.0/8', '2001:db8::/32'] });
			expect(key.addresses).toEqual(['1.2.3.4', '10.0.0.0/8', '2001:db8::/32']);
			const refused = 'forbidden: address-not-allowed';
			for (const [address, outcome] of [
				['1.2.3.4', key.credentialId],
				['11.2.3.45', refused],
				['::ffff:10.9.9.9', key.credentialId],
				['2001:db8::5', key.credentialId],
				['2001:db9::5', refused],
				['unix:', refused],
			] as const) {
				expect([address, await outcomeOf(key, address)]).toEqual([address, outcome]);
			}
		});

		test('NT-47: works in its applications only', async () => {
			valueOf(await opened.realm.administer.applications.create('Orders'));
			const key = await generate({ applications: ['orders', 'ORDERS'] });
			expect(key.applications).toEqual(['Orders']);
			expect(await outcomeOf(key)).toBe('forbidden: application-not-allowed');
			const both = await generate({ applications: ['Orders', 'Default'] });
			expect(await outcomeOf(both)).toBe(both.credentialId);
		});

		test.each<[object, string]>([
			[
				{ addresses: ['1.2.3.4', '1.2.3.4/8'] },
				'The address "1.2.3.4/8" is no address or range: write it like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32.',
			],
			[
				{ addresses: [] },
				'The list of addresses is empty, so that no call could come in: name an address, or leave the field out.',
			],
			[
				{ applications: [] },
				'The list of applications is empty, so that the key could not be used: name one, or leave the field out.',
			],
			[
				{ applications: ['Nope'] },
				'There is no application "Nope": choose one from the list or create it first.',
			],
		])('NT-61: %j are refused', async (input, text) => {
			const outcome = await keys().generate({ username: 'alice', name: 'k', ...input });
			expect(outcome).toEqual(sentence(text));
			expect(await keys().getAll({})).toEqual([]);
		});
	});

	describe('the last use of a key', () => {
		test('is written when the realm closes, not with the call', async () => {
			const key = await generate();
			await outcomeOf(key, '192.0.2.1');
			at(60);
			await outcomeOf(key, '192.0.2.2');
			at(90);
			await outcomeOf({ ...key, key: damaged(key.key) }, '192.0.2.3');
			expect((await keys().getAll({}))[0]?.lastUse).toBeUndefined();
			await opened.realm.close();
			expect((await keys().getAll({}))[0]?.lastUse).toEqual({
				at: NOON + 60_000,
				address: '192.0.2.2',
			});
		});
	});

	describe('a key of which the beginning is known', () => {
		test('PF-6: is found by each value that it has or had, and says which it has', async () => {
			const old = await generate();
			const next = valueOf(await keys().rotate(old.credentialId, { graceSeconds: HOUR }));
			const other = await generate({ name: 'other' });
			const found = async (key: IssuedApiKey) => {
				const listed = await keys().getAll({ publicId: beginningOf(key).slice(-22) });
				return listed.map(({ credentialId, publicIds }) => ({ credentialId, publicIds }));
			};
			const { credentialId } = old;
			const both = [{ credentialId, publicIds: [next, old].map(beginningOf) }];
			expect([await found(old), await found(next)]).toEqual([both, both]);
			at(HOUR);
			const one = [{ credentialId, publicIds: [beginningOf(next)] }];
			expect([await found(old), await found(next)]).toEqual([one, one]);
			valueOf(await keys().revoke(credentialId));
			expect(await found(next)).toEqual(one);
			expect(await found(other)).toMatchObject([{ credentialId: other.credentialId }]);
		});

		test('is a key pair where its secret begins so, or that is its key', async () => {
			const pair = await generate({ kind: 'pair' });
			const { credentialId, secret = '' } = pair;
			const [publicId = ''] = pair.publicIds.map((text) => text.slice(-22));
			expect(secret.startsWith(`isec_live_${publicId}_`)).toBe(true);
			for (const named of [{ publicId }, { credentialId }]) {
				expect(await keys().getAll(named)).toMatchObject([{ credentialId, name: 'k' }]);
			}
		});

		test('is none of another realm, of another user, or that begins otherwise', async () => {
			const key = await generate();
			const publicId = beginningOf(key).slice(-22);
			expect(await keys().getAll({ publicId, username: 'bob' })).toEqual([]);
			for (const wrong of [damaged(publicId), publicId.slice(1), publicId.toLowerCase(), '%', '']) {
				expect(await keys().getAll({ publicId: wrong })).toEqual([]);
			}
			const first = opened;
			opened = await aRealm(shared, randomUUID());
			expect(await keys().getAll({ publicId })).toEqual([]);
			await first.close();
		});
	});

	describe('an updated key', () => {
		test('keeps its value, and goes by its new limits from the next call on', async () => {
			const { applications } = opened.realm.administer;
			valueOf(await applications.create('Orders'));
			const key = await generate({ addresses: ['192.0.2.7'] });
			const id = key.credentialId;
			expect(await outcomeOf(key)).toBe(id);
			const limits = { addresses: ['198.51.100.0/24'], applications: ['orders'] };
			const rateLimit = { calls: 1, seconds: 60, burst: 1 };
			const updated = valueOf(await keys().update(id, { name: 'moved', ...limits, rateLimit }));
			expect(updated).toMatchObject({
				name: 'moved',
				addresses: ['198.51.100.0/24'],
				applications: ['Orders'],
				rateLimit,
			});
			expect(await outcomeOf(key)).toBe('forbidden: application-not-allowed');
			valueOf(await keys().update(id, { applications: 'all' }));
			expect(await outcomeOf(key)).toBe('forbidden: address-not-allowed');
			valueOf(await keys().update(id, { addresses: 'any' }));
			expect([await outcomeOf(key), await outcomeOf(key)]).toEqual([
				id,
				'too-many-calls: key-limit',
			]);
			valueOf(await keys().update(id, { rateLimit: 'none' }));
			expect(await outcomeOf(key)).toBe(id);
		});

		test('must have something to change, and nothing that shuts everyone out', async () => {
			const { credentialId } = await generate();
			expect(await keys().update(credentialId, {})).toEqual(
				sentence(`Nothing to change for the API key "${credentialId}": add a field to update.`),
			);
			for (const update of [{ addresses: [] }, { applications: [] }, { addresses: ['nowhere'] }]) {
				expect((await keys().update(credentialId, update)).kind).toBe('refused');
			}
		});
	});
});
