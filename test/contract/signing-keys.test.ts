import { readFile } from 'node:fs/promises';

import type { SchemeInput } from '../../src/authentication/signature/check-scheme';
import { openKeptRealm } from '../../src/realm/kept-realm';
import type { DescribedSigningKey, Outcome } from '../../src/realm/realm';
import { systemRandom } from '../../src/crypto/random';
import {
	aSigningKey,
	BODY,
	sealForKey,
	senderOf,
	signedMessage,
	signedPolicy,
} from '../a-signing-key';
import { A_CALL, aRealm, KEY_LOCK, NOON, type TestRealm, valueOf } from '../a-realm';
import { runCommand } from '../run-command';
import { stores } from '../stores';

const VALUE = 'a value nobody should see';
const GITHUB: SchemeInput = { variant: 'github' };

describe.each(stores)('a signing key in $engine', ({ engine, create }) => {
	let opened: TestRealm;
	beforeEach(async () => {
		opened = await aRealm(create);
		valueOf(await opened.realm.administer.users.create({ username: 'alice' }));
		valueOf(await opened.realm.administer.users.create({ username: 'bob' }));
	});
	afterEach(() => opened.close());

	const create1 = async (
		parts: { scheme?: SchemeInput; name?: string; sealed?: string; value?: string } = {},
	): Promise<Outcome<DescribedSigningKey>> => {
		const { scheme = GITHUB, name = 'shop', value = VALUE } = parts;
		const sealed = parts.sealed ?? (await sealForKey(opened.realm, name, value));
		return await opened.realm.administer.signingKeys.create({
			...{ username: 'alice', name, scheme, sealed },
		});
	};
	const sentenceOf = (outcome: Outcome<unknown>): string =>
		outcome.kind === 'refused' ? outcome.sentence : 'done';
	const call = async (key: DescribedSigningKey, sender = senderOf('GitHub'), id = 'm1') => {
		const message = signedMessage(await sender.sign(BODY, NOON, id, VALUE));
		const verdict = await opened.realm.authenticate(
			message,
			signedPolicy(key.credentialId),
			A_CALL,
		);
		return verdict.kind === 'refused' ? verdict.reason : verdict.kind;
	};

	test('is shown with its scheme and versions, and never with a value', async () => {
		const key = valueOf(await create1());
		expect(key).toEqual({
			...{ credentialId: key.credentialId, name: 'shop', username: 'alice', state: 'active' },
			scheme: { variant: 'github' },
			secrets: [{ version: 1, createdAt: NOON, endsAt: undefined }],
			...{ createdAt: NOON, expiresAt: undefined, revokedAt: undefined, lastUse: undefined },
		});
		const { signingKeys } = opened.realm.administer;
		expect(await signingKeys.getAll({})).toEqual([key]);
		expect(await signingKeys.getAll({ username: 'bob' })).toEqual([]);
		expect(JSON.stringify(await opened.realm.audit.query({}))).not.toContain(VALUE);
	});

	test('shows when it was last used', async () => {
		const key = valueOf(await create1());
		expect(await call(key)).toBe('accepted');
		await opened.realm.save();
		expect(await opened.realm.administer.signingKeys.getAll({})).toMatchObject([
			{ lastUse: { at: NOON, address: '192.0.2.7' } },
		]);
	});

	test.each([
		[
			'not hexadecimal',
			{ variant: 'genericHmac', signatureHeader: 'X-S', keyEncoding: 'hex' },
			'not hex at all, in clear',
		],
		[
			'of 15 bytes in hex',
			{ variant: 'genericHmac', signatureHeader: 'X-S', keyEncoding: 'hex' },
			'ab'.repeat(15),
		],
		[
			'of 12 bytes in base64',
			{ variant: 'standardWebhooks' },
			`whsec_${Buffer.alloc(12, 1).toString('base64')}`,
		],
		['private', { variant: 'standardWebhooks' }, `whsk_${Buffer.alloc(64, 1).toString('base64')}`],
		[
			'public of another length',
			{ variant: 'standardWebhooks' },
			`whpk_${Buffer.alloc(31, 1).toString('base64')}`,
		],
		[
			'in base64 with something inside',
			{ variant: 'standardWebhooks' },
			'whsec_MfKQ9r8GKYqrTwj*PD8ILPZIo2LaLaSw',
		],
	])('NT-76: with a value that is %s is refused when it is kept', async (_what, scheme, value) => {
		const outcome = await create1({ scheme, value });
		expect(outcome.kind).toBe('refused');
		expect(sentenceOf(outcome)).not.toContain(value);
		expect(await opened.realm.administer.signingKeys.getAll({})).toEqual([]);
	});

	test.each(['', 'fifteen letters', 'with a line break\nin between'])(
		'NT-76: with the value %j is not even sealed',
		async (value) => {
			await expect(sealForKey(opened.realm, 'shop', value)).rejects.toThrow('Signing key "shop"');
		},
	);

	test('with a scheme that cannot be is refused', async () => {
		expect(sentenceOf(await create1({ scheme: { variant: 'none' } }))).toMatch(/variant/);
	});

	test('NT-70: takes a sealed value for its name and realm, once, in time, and undamaged', async () => {
		const { realm } = opened;
		const sealed = await sealForKey(realm, 'shop', VALUE);
		const flipped = Buffer.from(sealed, 'base64');
		flipped[40] = (flipped[40] ?? 0) ^ 1;
		const refusals: [string, string, RegExp][] = [
			['shop', VALUE, /is not one/],
			['shop', flipped.toString('base64'), /does not open/],
			['other', sealed, /for a key of another name/],
			['shop', await sealForKey(realm, 'shop', VALUE, NOON - 1), /has expired/],
			['shop', await sealForKey({ ...realm, name: 'other' }, 'shop', VALUE), /for another realm/],
		];
		for (const [name, text, sentence] of refusals) {
			expect(sentenceOf(await create1({ name, sealed: text }))).toMatch(sentence);
		}
		const key = valueOf(await create1({ sealed }));
		expect(sentenceOf(await create1({ sealed }))).toMatch(/was used before/);
		const { signingKeys } = realm.administer;
		const again = await signingKeys.rotate(key.credentialId, { sealed, graceSeconds: 0 });
		expect(sentenceOf(again)).toMatch(/was used before/);
		expect(JSON.stringify(await realm.audit.query({}))).not.toContain(VALUE);
	});

	test('NT-70: takes no value that is sealed as another kind', async () => {
		const publicKey = opened.realm.administer.signingKeys.publicKey();
		const args = ['--public-key', publicKey, '--name', 'shop', '--expires', '2026-01-02T00:00:00Z'];
		const asSecret = await runCommand(['seal', '--datasource', 'shop', ...args], {}, VALUE);
		expect(sentenceOf(await create1({ sealed: asSecret.out }))).toMatch(/sealed as something else/);
		const right = await runCommand(['seal', '--kind', 'signingKey', ...args], {}, VALUE);
		expect(await call(valueOf(await create1({ sealed: right.out })))).toBe('accepted');
	});

	test.each([
		[
			'to another user',
			"update credential set user_id = (select id from realm_user where name = 'bob')",
		],
		['to another scheme', `update signing_key set scheme = '{"variant":"stripe"}'`],
		['to a damaged scheme', `update signing_key set scheme = '{'`],
		['to another version', 'update signing_secret set version = 7'],
		['to another realm key', 'update signing_secret set key_version = 1, nonce = key_nonce'],
	])('moved %s by hand is worth nothing', async (_where, sql) => {
		const key = valueOf(await create1());
		await opened.storage.execute(sql);
		await opened.store.announce(opened.realm.id);
		expect(await call(key)).not.toBe('accepted');
	});

	test('is in the database without its value', async () => {
		if (engine !== 'sqlite') return;
		const key = valueOf(await create1());
		expect(await call(key)).toBe('accepted');
		const { storage } = opened.storage;
		const file = storage.kind === 'sqlite' ? storage.file : '';
		const all = await Promise.all([file, `${file}-wal`].map((each) => readFile(each)));
		expect(Buffer.concat(all).includes(VALUE)).toBe(false);
	});

	test('has five values at most, of which a superseded one can be retired', async () => {
		const { signingKeys } = opened.realm.administer;
		const { credentialId } = valueOf(await create1());
		const rotate = async () =>
			await signingKeys.rotate(credentialId, {
				sealed: await sealForKey(opened.realm, 'shop', VALUE),
				graceSeconds: 3600,
			});
		for (let count = 2; count <= 5; count += 1) {
			expect(valueOf(await rotate()).secrets).toHaveLength(count);
		}
		expect(sentenceOf(await rotate())).toMatch(/has 5 values/);
		expect(sentenceOf(await signingKeys.retire(credentialId, 5))).toMatch(/not one that was super/);
		const { secrets } = valueOf(await signingKeys.retire(credentialId, 2));
		expect(secrets.map(({ version }) => version)).toEqual([5, 4, 3, 1]);
		expect(secrets[1]?.endsAt).toBe(NOON + 3_600_000);
		expect(valueOf(await rotate()).secrets.map(({ version }) => version)).toEqual([6, 5, 4, 3, 1]);
	});

	test('NT-83: of several rotations at once has one value more, and each is taken once', async () => {
		const { signingKeys } = opened.realm.administer;
		const { credentialId } = valueOf(await create1());
		const sealed = await sealForKey(opened.realm, 'shop', VALUE);
		const rotations = await Promise.allSettled(
			[1, 2, 3].map(() => signingKeys.rotate(credentialId, { sealed, graceSeconds: 60 })),
		);
		const done = rotations.filter(
			(each) => each.status === 'fulfilled' && each.value.kind === 'done',
		);
		expect(done).toHaveLength(1);
		const [key] = await signingKeys.getAll({});
		expect(key?.secrets.map(({ version }) => version)).toEqual([2, 1]);
	});

	test('NT-81: is made by an admin only for a user who has no more than the admin', async () => {
		const { users, roles, groups } = opened.realm.administer;
		const role = { application: 'Realm', role: 'Admin' };
		valueOf(
			await roles.create({ application: 'Realm', name: 'Admin', privileges: ['Manage Access'] }),
		);
		valueOf(await groups.create('Admins'));
		valueOf(await groups.addRole('Admins', role));
		valueOf(await users.create({ username: 'carol', groups: ['Admins'] }));
		const carol = valueOf(await opened.realm.administeredBy('carol'));
		const input = { username: 'alice', name: 'shop', scheme: GITHUB };
		const sealed = await sealForKey(opened.realm, 'shop', VALUE);
		const made = await carol.administer.signingKeys.create({ ...input, sealed });
		expect(sentenceOf(made)).toMatch(/cannot give/);
	});

	test('survives a new realm key, which knows its messages and seals anew', async () => {
		const key = valueOf(await create1());
		const before = await sealForKey(opened.realm, 'shop', VALUE);
		expect(await call(key)).toBe('accepted');
		const { clock, store } = opened;
		const ports = { clock, random: systemRandom, warn: () => undefined };
		const kept = await openKeptRealm({ realm: 'default', lock: KEY_LOCK }, store, ports);
		valueOf(await kept.rotate(() => undefined));
		await kept.realm.close();

		const renewed = await opened.again();
		const policy = signedPolicy(key.credentialId);
		const decide = async (id: string) => {
			const headers = await senderOf('GitHub').sign(BODY, NOON, id, VALUE);
			return (await renewed.authenticate(signedMessage(headers), policy, A_CALL)).kind;
		};
		expect(await decide('m1')).toBe('repeated');
		expect(await decide('m2')).toBe('accepted');
		const old = await renewed.administer.signingKeys.create({
			...{ username: 'alice', name: 'shop', scheme: GITHUB, sealed: before },
		});
		expect(sentenceOf(old)).toMatch(/for an old public key of the realm/);
		expect(valueOf(await aSigningKeyFor(renewed)).secrets.map(({ version }) => version)).toEqual([
			1,
		]);
	});

	const aSigningKeyFor = async (realm: TestRealm['realm']) => {
		const sealed = await sealForKey(realm, 'second', VALUE);
		const input = { username: 'alice', name: 'second', scheme: GITHUB, sealed };
		return await realm.administer.signingKeys.create(input);
	};

	test('names its caller in one signing key of the realm alone', async () => {
		await aSigningKey(opened.realm, senderOf('Inbenta'));
		const second = await create1({ scheme: { variant: 'inbentaV1', keyId: 'my-api-key' } });
		expect(sentenceOf(second)).toMatch(/exists already/);
	});

	test('has to be there, and to work, before a trigger takes signatures', async () => {
		const { realm } = opened;
		const check = async (...ids: string[]) =>
			sentenceOf(await realm.checkPolicy(signedPolicy(...ids)));
		expect(await check()).toMatch(/name 1 to 10 signing keys/);
		expect(await check(...Array.from({ length: 11 }, () => 'x'))).toMatch(/name 1 to 10/);
		expect(await check('x')).toMatch(/no signing key with the id "x"/);
		const { credentialId } = valueOf(await create1());
		expect(await check(credentialId)).toBe('done');
		valueOf(await realm.administer.signingKeys.setState(credentialId, 'disabled'));
		expect(await check(credentialId)).toMatch(/None of the signing keys works/);
	});
});
