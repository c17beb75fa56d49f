import { valueOf } from '../a-realm';
import { stores } from '../stores';
import { aPasswordClient, type PasswordServer } from './a-password-client';
import { CALLBACK, PASSWORD, type Reply, VERIFIER } from './an-authorization-server';

const NEXT = 'another correct horse battery';

describe.each(stores)('what a client got by a password in $engine', ({ create }) => {
	let server: PasswordServer;
	beforeEach(async () => {
		server = await aPasswordClient(create);
	});
	afterEach(() => server.close());

	const changePassword = async (): Promise<void> => {
		valueOf(await server.realm.administer.passwords.set('alice', NEXT));
	};
	const byCode = async (): Promise<Reply> => {
		const code = { code: await server.code(), redirect_uri: CALLBACK, code_verifier: VERIFIER };
		return await server.token({ grant_type: 'authorization_code', ...code });
	};
	const expectRefused = async (asked: Promise<Reply>, reason: string): Promise<void> => {
		const { status, json, events } = await asked;
		expect([status, json['error'], events]).toEqual([400, 'invalid_grant', []]);
		expect((await server.decisions())[0]).toBe(`token.issue refused ${reason}`);
	};
	/** Changes the password right before the first write that has such words, beside the rest of it. */
	const changeBefore = (words: string): void => {
		const { transaction } = server.store;
		const written = jest.spyOn(server.store, 'transaction');
		written.mockImplementation(async (statements) => {
			if (statements.some((each) => each.compile().sql.includes(words))) {
				written.mockRestore();
				await changePassword();
			}
			return await transaction(statements);
		});
	};

	test('NT-35: ends with that password, when it is another one and when it is removed', async () => {
		const { passwords } = server.realm.administer;
		const first = await server.logIn();
		const second = await server.refresh(first);
		expect(await server.callWith(second)).toBe('accepted');
		valueOf(await passwords.set('alice', PASSWORD));
		for (const each of [first, second]) expect(await server.callWith(each)).toBe('token-revoked');
		await expectRefused(server.refresh(second), 'password-changed');
		await expectRefused(server.refresh(first), 'password-changed');
		const removed = await server.logIn();
		expect(await server.callWith(removed)).toBe('accepted');
		valueOf(await passwords.remove('alice'));
		expect(await server.callWith(removed)).toBe('token-revoked');
		await expectRefused(server.refresh(removed), 'password-changed');
		valueOf(await passwords.set('alice', PASSWORD));
		await expectRefused(server.refresh(removed), 'password-changed');
	});

	test('NT-35: ends alone: what others, consents and clients have goes on', async () => {
		const { users, passwords } = server.realm.administer;
		valueOf(await users.create({ username: 'carol' }));
		valueOf(await passwords.set('carol', PASSWORD));
		const consented = await byCode();
		const ofCarol = await server.logIn('carol');
		const acting = await server.token({ grant_type: 'client_credentials', username: 'alice' });
		await changePassword();
		valueOf(await passwords.remove('alice'));
		for (const other of [consented, ofCarol, acting]) {
			expect(await server.callWith(other)).toBe('accepted');
		}
		expect((await server.refresh(ofCarol)).status).toBe(200);
		const refresh_token = String(consented.json['refresh_token']);
		const next = await server.token({ grant_type: 'refresh_token', refresh_token });
		expect(next.status).toBe(200);
	});

	test('NT-35: stays where a password was refused', async () => {
		const first = await server.logIn();
		expect(await server.realm.administer.passwords.set('alice', 'x')).toMatchObject({
			kind: 'refused',
		});
		expect(await server.callWith(first)).toBe('accepted');
		expect((await server.refresh(first)).status).toBe(200);
	});

	test.each(['into "oauth_grant"', 'into "access_token"'])(
		'NT-35: is dead where the password changes before what is written %s',
		async (words) => {
			changeBefore(words);
			const reply = await server.logIn();
			expect(reply.status).toBe(200);
			expect(await server.callWith(reply)).toBe('token-revoked');
			await expectRefused(server.refresh(reply), 'password-changed');
		},
	);

	test('NT-35: is not taken for stolen where the password changes while it is refreshed', async () => {
		const first = await server.logIn();
		changeBefore('update "refresh_token"');
		await expectRefused(server.refresh(first), 'password-changed');
		expect(await server.callWith(first)).toBe('token-revoked');
	});

	test('NT-35: is dead where the password changes while a refreshed token is written', async () => {
		const first = await server.logIn();
		changeBefore('into "access_token"');
		const second = await server.refresh(first);
		expect(second.status).toBe(200);
		expect(await server.callWith(second)).toBe('token-revoked');
		await expectRefused(server.refresh(second), 'password-changed');
	});
});

describe.each(stores)('a JWT that a client got by a password in $engine', ({ create }) => {
	test('NT-35: ends with that password', async () => {
		const server = await aPasswordClient(create, { tokenFormat: 'jwt' });
		const reply = await server.logIn();
		expect(String(reply.json['access_token'])).toMatch(/^ey/);
		expect(await server.callWith(reply)).toBe('accepted');
		valueOf(await server.realm.administer.passwords.set('alice', NEXT));
		expect(await server.callWith(reply)).toBe('token-revoked');
		await server.close();
	});
});
