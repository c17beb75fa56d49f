import { A_CALL, valueOf } from '../a-realm';
import { BODY, senderOf, signedMessage, signedPolicy } from '../a-signing-key';
import { damaged } from '../damaged';
import { stores } from '../stores';
import { aLinkServer, expectClosed, LIFE, type LinkServer, SECRET } from './a-link-server';

const PASSWORD = 'correct horse battery staple';
const TYPED = 's3cr3t-that-was-typed';

describe.each(stores)('a link in $engine to enter', ({ create }) => {
	let server: LinkServer;
	beforeEach(async () => {
		server = await aLinkServer(create);
	});
	afterEach(() => server.close());

	const enterSecret = async (action: 'create' | 'rotate' = 'create'): Promise<string> =>
		await server.made(server.links().enterSecret({ ...LIFE, action, secret: SECRET, terms: {} }));
	/** The last two things that were changed, the newest first. */
	const administered = async (): Promise<readonly unknown[]> =>
		(await server.realm.audit.query({ kind: 'administration' }))
			.slice(0, 2)
			.map(({ content: { operation, target, decision, node, user } }) =>
				[operation, target, decision, node, user].filter((part) => part !== undefined).join(' '),
			);

	test('a secret key creates it, and one more rotates it; no page shows the value again', async () => {
		const token = await enterSecret();
		const page = await server.look(token);
		expect(page.body).toMatch(
			/asks you for <strong><bdi>MyAPIKey<\/bdi><\/strong> of <strong><bdi>crm</,
		);
		const saved = await server.send(token, { value: TYPED });
		expect([saved.status, saved.body.includes(TYPED)]).toEqual([200, false]);
		expect(await server.secretNow()).toBe(TYPED);
		expectClosed(await server.send(token, { value: 'another-value' }));
		expect(await administered()).toEqual([
			'secret.create crm/MyAPIKey done Authorization Server Trigger',
			'link.enterSecret crm/MyAPIKey done',
		]);
		await server.send(await enterSecret('rotate'), { value: 'another-value' });
		expect(await server.secretNow()).toBe('another-value');
		const rows = await server.store.db.selectFrom('one_time_link').selectAll().execute();
		expect(JSON.stringify([rows, await server.realm.audit.query({})])).not.toContain(TYPED);
	});

	test.each(['', '1234567', ' with-a-space', 'l\u00f6ng-enough', 'two\nlines-of-it'])(
		'the value %j is refused on the page, and the link goes on',
		async (value) => {
			const token = await enterSecret();
			const refused = await server.send(token, { value });
			expect(refused.status).toBe(422);
			expect(refused.body).toContain('<a href="#value">This cannot be used.');
			if (value !== '') expect(refused.body).not.toContain(value);
			expect((await server.decisions())[0]).toBe('link.use refused link-value-unusable');
			expect((await server.send(token, { value: TYPED })).status).toBe(200);
		},
	);

	test('what cannot be kept now uses nothing up', async () => {
		const token = await enterSecret();
		await server.send(await enterSecret(), { value: 'somebody was faster' });
		const refused = await server.send(token, { value: TYPED });
		expect(refused.status).toBe(409);
		expect(refused.body).toContain('This could not be saved.');
		expect((await server.decisions())[0]).toBe('link.use refused link-value-refused');
		valueOf(await server.realm.administer.secrets.delete(SECRET));
		expect((await server.send(token, { value: TYPED })).status).toBe(200);
		expect(await server.secretNow()).toBe(TYPED);
	});

	test('what the database has no place for uses nothing up', async () => {
		const token = await enterSecret();
		const rename = async (from: string, to: string) =>
			await server.storage.execute(`alter table ${from} rename to ${to}`);
		await rename('secret_version', 'gone');
		await expect(server.send(token, { value: TYPED })).rejects.toMatchObject({
			code: 'store-unavailable',
		});
		await rename('gone', 'secret_version');
		expect((await server.send(token, { value: TYPED })).status).toBe(200);
		expect(await server.secretNow()).toBe(TYPED);
	});

	test('a password lets its user log in, once both are the same', async () => {
		const token = await server.made(server.links().enterPassword({ ...LIFE, username: 'ALICE' }));
		expect((await server.look(token)).body).toMatch(
			/value="alice" readonly autocomplete="username"/,
		);
		for (const [value, repeat, said] of [
			[PASSWORD, damaged(PASSWORD), 'The two are not the same.'],
			['1234567', '1234567', 'This cannot be used.'],
			['', '', 'This cannot be used.'],
		] as const) {
			const refused = await server.send(token, { value, repeat });
			expect(refused.status).toBe(422);
			expect(refused.body).toContain(said);
		}
		const saved = await server.send(token, { value: PASSWORD, repeat: PASSWORD });
		expect([saved.status, saved.body.includes(PASSWORD)]).toEqual([200, false]);
		const attempt = { username: 'alice', password: PASSWORD, address: undefined };
		expect((await server.realm.logIn(attempt)).kind).toBe('logged-in');
		expect(await administered()).toEqual([
			'user.setPassword alice done Authorization Server Trigger',
			'link.enterPassword ALICE done',
		]);
	});

	test('a signing key creates it, and one more adds a value; both sign', async () => {
		const { scheme, value, otherValue, sign } = senderOf('Standard Webhooks');
		const terms = { username: 'alice', name: 'shop', scheme };
		const token = await server.made(server.links().enterSigningKey({ ...LIFE, terms }));
		// A value that is none in the way that the sender writes values.
		expect((await server.send(token, { value: 'whsec_*'.repeat(5) })).status).toBe(422);
		expect((await server.send(token, { value })).status).toBe(200);
		const [key] = await server.realm.administer.signingKeys.getAll({});
		const credentialId = key?.credentialId ?? '';
		const rotation = { graceSeconds: 3600 };
		const more = await server.made(
			server.links().enterSigningValue({ ...LIFE, credentialId, rotation }),
		);
		expect((await server.send(more, { value: otherValue })).status).toBe(200);
		for (const [id, each] of [
			['m1', value],
			['m2', otherValue],
		] as const) {
			const message = signedMessage(await sign(BODY, server.clock.time, id, each));
			const verdict = await server.realm.authenticate(message, signedPolicy(credentialId), A_CALL);
			expect(verdict.kind).toBe('accepted');
		}
	});

	describe('about a user', () => {
		const enterPassword = async () =>
			await server.made(server.links().enterPassword({ ...LIFE, username: 'alice' }));
		const enterSigningKey = async () => {
			const { scheme } = senderOf('Standard Webhooks');
			const terms = { username: 'alice', name: 'shop', scheme };
			return await server.made(server.links().enterSigningKey({ ...LIFE, terms }));
		};
		const fields = () => ({ value: PASSWORD, repeat: PASSWORD });
		const signing = () => ({ value: senderOf('Standard Webhooks').value });
		const logIn = async (username: string) =>
			(await server.realm.logIn({ username, password: PASSWORD, address: undefined })).kind;
		const holders = async () =>
			(await server.realm.administer.signingKeys.getAll({})).map(({ username }) => username);

		test.each([
			['a password', enterPassword, fields],
			['a signing key', enterSigningKey, signing],
		])('of %s is not for the next of that name', async (_, make, filled) => {
			const { users } = server.realm.administer;
			const token = await make();
			valueOf(await users.delete('alice'));
			expectClosed(await server.look(token));
			valueOf(await users.create({ username: 'alice' }));
			expectClosed(await server.look(token));
			expectClosed(await server.send(token, filled()));
			expect((await server.decisions())[0]).toBe('link.use refused unknown-user');
			expect([await logIn('alice'), await holders()]).toEqual(['refused', []]);
		});

		test('goes with the user where that is renamed, and another one has the name', async () => {
			const { users } = server.realm.administer;
			const [password, signingKey] = [await enterPassword(), await enterSigningKey()];
			valueOf(await users.update('alice', { username: 'alicia' }));
			valueOf(await users.create({ username: 'alice' }));
			expect((await server.look(password)).body).toContain('value="alicia" readonly');
			expect((await server.send(password, fields())).status).toBe(200);
			expect([await logIn('alicia'), await logIn('alice')]).toEqual(['logged-in', 'refused']);
			expect((await server.send(signingKey, signing())).status).toBe(200);
			expect(await holders()).toEqual(['alicia']);
		});
	});

	test.each([
		[
			'of a datasource that is not there',
			() =>
				server.links().enterSecret({
					...LIFE,
					action: 'create',
					secret: { ...SECRET, datasource: 'none' },
					terms: {},
				}),
		],
		[
			'with a name that is none',
			() =>
				server.links().enterSecret({
					...LIFE,
					action: 'create',
					secret: { ...SECRET, name: '"' },
					terms: {},
				}),
		],
		[
			'of a secret key that is not there',
			() => server.links().enterSecret({ ...LIFE, action: 'rotate', secret: SECRET, terms: {} }),
		],
		[
			'of a user who is not there',
			() => server.links().enterPassword({ ...LIFE, username: 'nobody' }),
		],
		[
			'of a scheme that is none',
			() =>
				server.links().enterSigningKey({
					...LIFE,
					terms: { username: 'alice', name: 'shop', scheme: { variant: 'none' } },
				}),
		],
		[
			'of a signing key that is not there',
			() =>
				server.links().enterSigningValue({
					...LIFE,
					credentialId: 'none',
					rotation: { graceSeconds: 0 },
				}),
		],
	])('one %s is not made', async (_, make) => {
		expect((await make()).kind).toBe('refused');
		expect(await server.contents()).toEqual([]);
	});

	test('NT-81: is worth what the user who made it may do when it is used', async () => {
		const { administer } = server.realm;
		const role = { application: 'Realm', role: 'Administrator' };
		valueOf(await administer.groups.create('Admins'));
		const privileges = ['Manage Access'];
		valueOf(
			await administer.roles.create({ application: 'Realm', name: 'Administrator', privileges }),
		);
		valueOf(await administer.groups.addRole('Admins', role));
		for (const username of ['root', 'second']) {
			valueOf(await administer.users.create({ username, groups: ['Admins', 'Default'] }));
		}
		const root = valueOf(await server.realm.administeredBy('root')).administer;
		const make = async () =>
			await server.made(
				root.links.enterSecret({ ...LIFE, action: 'create', secret: SECRET, terms: {} }),
			);
		const [first, token] = [await make(), await make()];
		valueOf(await administer.groups.removeUser('Admins', 'root'));
		expect((await server.send(token, { value: TYPED })).status).toBe(409);
		valueOf(await administer.groups.addUser('Admins', 'root'));
		expect((await server.send(first, { value: TYPED })).status).toBe(200);
		expect((await administered())[0]).toBe(
			'secret.create crm/MyAPIKey done Authorization Server Trigger root',
		);
	});
});
