import type { Outcome } from '../../src/realm/realm';
import { type PasswordToSeal, sealPassword, sealSigningKey } from '../../src/secrets/seal-secret';
import { aRealm, NOON, type TestRealm, valueOf } from '../a-realm';
import { runCommand } from '../run-command';
import { stores } from '../stores';

const PASSWORD = 'correct horse battery staple';
const HOUR = 3_600_000;

describe.each(stores)('a sealed password in $engine', ({ create }) => {
	let opened: TestRealm;
	beforeEach(async () => {
		opened = await aRealm(create);
		valueOf(await opened.realm.administer.users.create({ username: 'alice' }));
		valueOf(await opened.realm.administer.users.create({ username: 'bob' }));
	});
	afterEach(() => opened.close());

	const seal = async (parts: Partial<PasswordToSeal> = {}): Promise<string> => {
		const sealed = await sealPassword({
			publicKey: opened.realm.administer.signingKeys.publicKey(),
			...{ realm: 'default', name: 'alice', expiresAt: NOON + HOUR, value: PASSWORD, ...parts },
		});
		return sealed.kind === 'sealed' ? sealed.text : sealed.sentence;
	};
	const set = async (sealed: string, username = 'alice'): Promise<string> =>
		said(await opened.realm.administer.passwords.setSealed(username, sealed));
	const said = (outcome: Outcome<unknown>): string =>
		outcome.kind === 'refused' ? outcome.sentence : 'done';
	const logIn = async (username = 'alice'): Promise<string> =>
		(await opened.realm.logIn({ username, password: PASSWORD, address: undefined })).kind;

	test('lets its user log in until it is removed, and is in no row and no entry in clear', async () => {
		const sealed = await seal({ name: 'ALICE' });
		expect(await set(sealed)).toBe('done');
		expect(await logIn()).toBe('logged-in');
		const rows = await opened.store.db.selectFrom('user_password').selectAll().execute();
		const entries = await opened.realm.audit.query({});
		expect(JSON.stringify([rows, entries])).not.toContain(PASSWORD);
		expect(entries).toMatchObject([
			{ content: { operation: 'user.setPassword', target: 'alice', decision: 'done' } },
			{ content: { operation: 'user.create' } },
			{ content: { operation: 'user.create' } },
		]);
		valueOf(await opened.realm.administer.passwords.remove('alice'));
		expect(await logIn()).toBe('refused');
	});

	test('NT-70: is taken once, by any process, also where many try at once', async () => {
		const sealed = await seal();
		const tries = await Promise.all(Array.from({ length: 4 }, async () => await set(sealed)));
		const replayed =
			'The sealed password of user "alice" was used before, and is taken once only: seal the value again.';
		expect(tries.filter((each) => each === 'done')).toHaveLength(1);
		expect(new Set(tries)).toEqual(new Set(['done', replayed]));
		const again = await opened.again();
		expect(said(await again.administer.passwords.setSealed('alice', sealed))).toBe(replayed);
		expect(await logIn()).toBe('logged-in');
	});

	test.each([
		['of another user', { name: 'bob' }, 'is for another user'],
		['of another realm', { realm: 'other' }, 'is for another realm'],
		['that has expired', { expiresAt: NOON }, 'has expired'],
		['that lives too long', { expiresAt: NOON + 32 * 24 * HOUR }, 'expires more than 31 days'],
	] as const)('NT-70: one %s is refused', async (_, parts, words) => {
		expect(await set(await seal(parts))).toContain(words);
		expect(await logIn()).toBe('refused');
	});

	test('NT-70: a value sealed as a signing key, or not sealed at all, is refused', async () => {
		const publicKey = opened.realm.administer.signingKeys.publicKey();
		const target = { publicKey, realm: 'default', name: 'alice', expiresAt: NOON + HOUR };
		const other = await sealSigningKey({ ...target, value: PASSWORD });
		expect(await set(other.kind === 'sealed' ? other.text : '')).toContain(
			'is sealed as something else: its kind is not "password"',
		);
		const sentence = await set(PASSWORD);
		expect(sentence).toContain('is not one: paste what "incoming-api seal" printed');
		expect(sentence).not.toContain(PASSWORD);
		expect(await set(await seal(), 'nobody')).toContain('There is no user "nobody"');
	});

	test('is sealed by the command, which refuses one that is too short', async () => {
		const publicKey = opened.realm.administer.signingKeys.publicKey();
		const args = ['seal', '--kind', 'password', '--public-key', publicKey, '--name', 'alice'];
		opened.clock.time = Date.now();
		const { out, exitCode } = await runCommand(args, {}, `${PASSWORD}\n`);
		expect(exitCode).toBe(0);
		expect(await set(out)).toBe('done');
		expect(await logIn()).toBe('logged-in');
		expect(await runCommand(args, {}, '1234567\n')).toMatchObject({
			exitCode: 2,
			out: '',
			err: expect.stringMatching(/^The password is too short: use at least 8 letters/) as unknown,
		});
	});
});
