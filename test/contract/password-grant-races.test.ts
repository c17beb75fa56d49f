import { valueOf } from '../a-realm';
import { postgresStorage } from '../postgres-schemas';
import { describePostgres, stores } from '../stores';
import { aPasswordClient, type PasswordServer } from './a-password-client';
import { PASSWORD, type Reply } from './an-authorization-server';
import { holdRow } from './hold-row';
import { startGrantsByPassword } from './start-grants';

const TIMES = 200;
const NEXT = 'another correct horse battery';

describe.each(stores)('two hundred that refresh in $engine while a password changes', (store) => {
	let server: PasswordServer;
	beforeEach(async () => {
		server = await aPasswordClient(store.create);
	});
	afterEach(() => server.close());

	test('NT-35: have nothing afterwards that works', async () => {
		const ids = { clientId: server.client.clientId, userId: server.user.id };
		const texts = await startGrantsByPassword(server, ids, TIMES);
		let over = false;
		/** Refreshes again and again until it may no more, or the password is another one. */
		const goOn = async (text: string): Promise<readonly Reply[]> => {
			const replies: Reply[] = [];
			let shown: Pick<Reply, 'json'> = { json: { refresh_token: text } };
			while (!over) {
				const reply = await server.refresh(shown);
				if (reply.status !== 200) {
					expect([reply.json['error'], reply.events]).toEqual(['invalid_grant', []]);
					break;
				}
				replies.push(reply);
				shown = reply;
			}
			return replies;
		};
		const going = texts.map(goOn);
		valueOf(await server.realm.administer.passwords.set('alice', NEXT));
		over = true;
		const replies = await Promise.all(going);
		expect(replies.flat().length).toBeGreaterThan(0);
		const last = replies.flatMap((each) => each.slice(-1));
		const calls = await Promise.all(last.map((reply) => server.callWith(reply)));
		expect(new Set(calls)).toEqual(new Set(['token-revoked']));
		// Of another address: that of so many calls with a dead token has to wait.
		const elsewhere = '198.51.100.1';
		const refreshed = await Promise.all(last.map((reply) => server.refresh(reply, elsewhere)));
		expect(new Set(refreshed.map(({ json }) => json['error']))).toEqual(new Set(['invalid_grant']));
		const { db } = server.store;
		const living = db.selectFrom('access_token').selectAll().where('revoked_at', 'is', null);
		expect(await living.execute()).toEqual([]);
	});
});

describePostgres('a password whose change is being written', () => {
	let server: PasswordServer;
	beforeEach(async () => {
		server = await aPasswordClient(postgresStorage);
	});
	afterEach(() => server.close());

	test('NT-35: ends also what is issued between its first statement and its last', async () => {
		const [held, free] = [await server.logIn(), await server.logIn()];
		const grants = server.store.db.selectFrom('oauth_grant').select('id');
		const { id } = await grants.executeTakeFirstOrThrow();
		expect(await server.callWith(held)).toBe('accepted');
		const grant = await holdRow(server.storage, 'oauth_grant', id);
		const changing = server.realm.administer.passwords.set('alice', PASSWORD);
		await grant.isAwaited();
		const replies = [await server.refresh(held), await server.refresh(free)];
		await grant.release();
		valueOf(await changing);
		expect(replies.map(({ status }) => status)).toEqual([200, 200]);
		for (const reply of replies) {
			expect(await server.callWith(reply)).toBe('token-revoked');
			expect((await server.refresh(reply)).json['error']).toBe('invalid_grant');
		}
	});
});
