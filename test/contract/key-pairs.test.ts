import { randomUUID } from 'node:crypto';

import { A_CALL, A_POLICY, aMessage, aRealm, NOON, valueOf } from '../a-realm';
import { sharedBy, stores } from '../stores';
import { aPairRealm, type PairRealm } from './a-pair-realm';

let realm: PairRealm;
afterEach(() => realm.opened.close());

const names = (users: readonly { readonly name: string }[]) => users.map(({ name }) => name);
const refusal = (sentence: string) => ({ kind: 'refused', sentence });

describe.each(stores)('a key pair in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(async () => {
		realm = await aPairRealm(shared);
	});

	test('IN-1, IB-1: has a key and a secret that are both generated, and proves its owner', async () => {
		const pair = await realm.generate();
		expect(pair.key).toMatch(/^ikey_live_[0-9A-Za-z]{22}$/);
		expect(pair.secret).toMatch(/^isec_live_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}$/);
		expect(pair.secret).not.toContain('__');
		expect(await realm.prove(pair)).toEqual({
			kind: 'proven',
			credentialId: pair.credentialId,
			secretId: pair.secret?.split('_')[2],
			owner: { id: pair.userId, name: 'alice' },
			limits: { addresses: undefined, applications: undefined },
			actAs: 'none',
			users: [],
		});
		const other = await realm.generate();
		expect([other.key, other.secret]).not.toEqual([pair.key, pair.secret]);
	});

	test('IN-2, IB-11: shows its secret when it is made or rotated and never again', async () => {
		const { keys, opened, generate } = realm;
		const { credentialId, key, secret = '' } = await generate();
		const rotated = valueOf(await keys.rotate(credentialId, { graceSeconds: 0 }));
		const said = [
			await keys.getAll({}),
			await keys.update(credentialId, { name: 'q' }),
			await keys.setState(credentialId, 'disabled'),
			await keys.setState(credentialId, 'enabled'),
			await keys.revoke(credentialId),
		];
		const rows = [
			await opened.store.db.selectFrom('credential').selectAll().execute(),
			await opened.store.db.selectFrom('credential_version').selectAll().execute(),
			await opened.store.db.selectFrom('key_pair').selectAll().execute(),
			await opened.store.db.selectFrom('audit_entry').selectAll().execute(),
		];
		for (const text of [secret, rotated.secret ?? '']) {
			const value = text.slice(text.lastIndexOf('_') + 1);
			expect(value).toHaveLength(49);
			expect(JSON.stringify([said, rows])).not.toContain(value);
		}
		expect(JSON.stringify(said)).toContain(key);
	});

	test('IN-5: may act as nobody unless users are listed, its owner not either, or any is allowed', async () => {
		const { keys, generate, prove } = realm;
		const pair = await generate({ actAs: { usernames: ['carol', 'BOB'] } });
		expect(await prove(pair)).toMatchObject({ actAs: 'listed' });
		const usersNow = async () => {
			const proof = await prove(pair);
			return proof.kind === 'proven' ? [proof.actAs, ...names(proof.users)] : proof.reason;
		};
		expect(await usersNow()).toEqual(['listed', 'bob', 'carol']);
		const { credentialId } = pair;
		valueOf(await keys.update(credentialId, { actAs: { usernames: ['carol'] } }));
		expect(await usersNow()).toEqual(['listed', 'carol']);
		valueOf(await keys.update(credentialId, { name: 'other' }));
		expect(await usersNow()).toEqual(['listed', 'carol']);
		valueOf(await realm.opened.realm.administer.users.delete('carol'));
		expect(await usersNow()).toEqual(['listed']);
		valueOf(await keys.update(credentialId, { actAs: 'any' }));
		expect(await usersNow()).toEqual(['any']);
		const updated = valueOf(await keys.update(credentialId, { actAs: 'none' }));
		expect(updated.pair).toMatchObject({ actAs: 'none', users: [] });
		expect(await usersNow()).toEqual(['none']);
		expect(await keys.update(credentialId, { actAs: { usernames: ['dave'] } })).toEqual(
			refusal('There is no user "dave": choose one from the list or create it first.'),
		);
	});

	test('IN-5: that is changed by twenty at once may act as the users of one of them', async () => {
		const { keys, generate, prove } = realm;
		const pair = await generate();
		await Promise.all(
			Array.from({ length: 20 }, (_, number) =>
				keys.update(pair.credentialId, {
					actAs: { usernames: [number % 2 === 0 ? 'bob' : 'carol'] },
				}),
			),
		);
		expect(await prove(pair)).toMatchObject({
			users: [{ name: expect.stringMatching(/^(bob|carol)$/) as string }],
		});
	});

	test('is proven by its own secret and by nothing else', async () => {
		const { generate, outcome, opened } = realm;
		const [pair, other] = [await generate(), await generate()];
		const direct = valueOf(
			await opened.realm.administer.apiKeys.generate({ username: 'alice', name: 'k' }),
		);
		const { key, secret = '' } = pair;
		const wrong = secret.replace(/.$/, (letter) => (letter === 'a' ? 'b' : 'a'));
		const outcomes = await Promise.all([
			outcome({ key, secret: other.secret ?? '' }),
			outcome({ key, secret: wrong }),
			outcome({ key, secret: '' }),
			outcome({ key, secret: `${secret}__` }),
			outcome({ key, secret: direct.key }),
			outcome({ key, secret: secret.replace('isec_live', 'isec_test') }),
			outcome({ key: key.replace('live', 'test'), secret }),
			outcome({ key: '', secret }),
			outcome({ key: pair.credentialId, secret }),
			outcome({ key: secret, secret }),
		]);
		expect(outcomes).toEqual([
			'key-pair-mismatch',
			...Array.from({ length: 5 }, () => 'key-pair-malformed'),
			...Array.from({ length: 4 }, () => 'unknown-key-pair'),
		]);
		expect(await outcome(pair)).toBe('proven');
	});

	test('is not proven where its row was moved to another pair or user', async () => {
		const { generate, outcome, opened } = realm;
		const [one, other] = [await generate(), await generate({ username: 'bob' })];
		const { db } = opened.store;
		await db
			.updateTable('credential_version')
			.set({ credential_id: other.credentialId, version: 2 })
			.where('credential_id', '=', one.credentialId)
			.execute();
		expect(await outcome({ key: other.key, secret: one.secret ?? '' })).toBe('key-pair-mismatch');
		expect(await outcome(other)).toBe('proven');
		const moved = await generate();
		await db
			.updateTable('credential')
			.set({ user_id: other.userId })
			.where('id', '=', moved.credentialId)
			.execute();
		expect(await outcome(moved)).toBe('key-pair-mismatch');
	});

	test('of another realm in the same database is unknown', async () => {
		const { generate, opened } = realm;
		const { key, secret = '', credentialId } = await generate();
		const other = await aRealm(shared, randomUUID());
		expect(await other.realm.keyPairs.prove(key, secret, undefined)).toEqual({
			kind: 'unproven',
			reason: 'unknown-key-pair',
			credentialId: undefined,
		});
		expect(await other.realm.administer.apiKeys.update(credentialId, { actAs: 'any' })).toEqual(
			refusal(`There is no API key with the id "${credentialId}": choose one from the list.`),
		);
		await other.close();
		expect(await opened.realm.keyPairs.prove(key, secret, undefined)).toMatchObject({
			kind: 'proven',
			actAs: 'none',
		});
	});

	test('is nothing to a trigger: neither part of it, and not both', async () => {
		const { key, secret = '' } = await realm.generate();
		const call = async (...headerFields: [string, string][]) => {
			const policy = { ...A_POLICY, allowAnonymous: true };
			const verdict = await realm.opened.realm.authenticate(
				aMessage({ headerFields }),
				policy,
				A_CALL,
			);
			return verdict.kind === 'refused' ? [verdict.problem, verdict.reason] : verdict.kind;
		};
		const basic = Buffer.from(`${key}:${secret}`).toString('base64');
		const malformed = ['unauthenticated', 'malformed-key'];
		for (const fields of [
			['X-API-Key', key],
			['X-API-Key', secret],
			['X-API-Key', `${key}__${secret}`],
			['Authorization', `Bearer ${secret}`],
			['Authorization', secret],
			['Authorization', `Basic ${basic}`],
		] as const) {
			expect([fields[0], await call([...fields])]).toEqual([fields[0], malformed]);
		}
		expect(await realm.outcome({ key, secret })).toBe('proven');
	});

	test('is nothing to a trigger as a direct key whose row was made a pair', async () => {
		const { keys, opened } = realm;
		const direct = valueOf(await keys.generate({ username: 'alice', name: 'k' }));
		const reason = async () => {
			const message = aMessage({ headerFields: [['X-API-Key', direct.key]] });
			const verdict = await opened.realm.authenticate(message, A_POLICY, A_CALL);
			return verdict.kind === 'refused' ? verdict.reason : verdict.kind;
		};
		await opened.store.db
			.updateTable('credential')
			.set({ kind: 'keyPair' })
			.where('id', '=', direct.credentialId)
			.execute();
		expect(await reason()).toBe('unknown-key');
	});

	test('is refused as an input that is neither, or a direct key that acts as others', async () => {
		const { keys } = realm;
		const input = { username: 'alice', name: 'k' };
		expect(await keys.generate({ ...input, kind: 'both' })).toEqual(
			refusal('The kind of API key "both" is unknown: choose direct or pair.'),
		);
		const direct = refusal(
			'Only a key pair acts as other users and has a rotation date: leave both out, or generate a pair.',
		);
		expect(await keys.generate({ ...input, actAs: 'none' })).toEqual(direct);
		expect(await keys.generate({ ...input, rotateBefore: '2027-01-01' })).toEqual(direct);
		const { credentialId } = valueOf(await keys.generate(input));
		const noPair = refusal(
			`The API key "${credentialId}" is no key pair: only a pair acts as other users and has a rotation date.`,
		);
		const rotateBefore = '2027-01-01T00:00:00Z';
		expect(await keys.update(credentialId, { actAs: 'any' })).toEqual(noPair);
		expect(await keys.rotate(credentialId, { graceSeconds: 0, rotateBefore })).toEqual(noPair);
		expect(await keys.generate({ ...input, kind: 'pair', rotateBefore: 'soon' })).toEqual(
			refusal('The rotation date "soon" is not a date: write it like 2030-12-31T00:00:00Z.'),
		);
		expect(
			await keys.generate({ ...input, kind: 'pair', rotateBefore: '2026-01-01T12:00:00Z' }),
		).toEqual(refusal('The rotation date "2026-01-01T12:00:00Z" has passed: choose a later time.'));
		expect(await keys.getAll({})).toMatchObject([{ credentialId, pair: undefined }]);
	});

	test('shows when it was last used', async () => {
		const { generate, outcome, opened, keys } = realm;
		const pair = await generate();
		await outcome({ ...pair, secret: '' });
		await opened.realm.save();
		expect(await keys.getAll({})).toMatchObject([{ lastUse: undefined }]);
		opened.clock.time += 5000;
		await outcome(pair);
		await opened.realm.save();
		expect(await keys.getAll({})).toMatchObject([
			{ lastUse: { at: NOON + 5000, address: '192.0.2.7' } },
		]);
	});
});
