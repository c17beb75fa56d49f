import { valueOf } from '../a-realm';
import { stores } from '../stores';
import { outcomeOf } from './a-token-realm';
import { PASSWORD } from './an-authorization-server';
import {
	anInteractServer,
	type Asked,
	type InteractServer,
	PERSON,
	WRONG,
} from './an-interact-server';
import { PLACES, takePlaces } from './taken-places';

const MALFORMED = { Message: 'The request is malformed.' };
const OFF = { Message: 'The grant type is not supported.' };

describe.each(stores)('a log-in of Interact by name and password in $engine', ({ create }) => {
	let server: InteractServer;
	beforeEach(async () => {
		server = await anInteractServer(create);
		valueOf(await server.realm.administer.passwords.set('bob', PASSWORD));
	});
	afterEach(() => server.close());

	const lastDecision = async (): Promise<string | undefined> => (await server.decisions())[0];
	const wrong = (password = 'wrong', username = 'bob', address = '192.0.2.7') =>
		server.logInByPassword({ form: { username, password }, address });

	test('IN-10: brings nothing where nobody switched it on, and looks at no password', async () => {
		for (const asked of [{}, { form: { password: 'wrong' } }, { form: { username: 'nobody' } }]) {
			const reply = await server.logInByPassword({ ...asked, interactPasswordGrant: false });
			expect([reply.status, reply.json]).toEqual([400, OFF]);
			expect(await lastDecision()).toBe('token.issue refused grant-not-allowed');
		}
	});

	test('IN-6, IN-10: brings the seven members, for the user alone', async () => {
		const reply = await server.logInByPassword();
		expect(Object.keys(reply.json)).toEqual(Object.keys((await server.logIn()).json));
		expect(reply.json).toMatchObject({ token_type: 'bearer', expires_in: 1199 });
		expect(reply.json['refresh_token']).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
		const verdict = await server.callWith(reply);
		expect(verdict).toMatchObject({ kind: 'accepted', caller: { type: 'user', user: 'bob' } });
		expect(verdict).not.toHaveProperty('caller.actor');
		expect(verdict).not.toHaveProperty('caller.client');
		const elsewhere = await server.callWith(reply, 'e822a190-a116-4779-ad0a-87631b51898a');
		expect(outcomeOf(elsewhere)).toBe('tenant-mismatch');
	});

	test('IN-10, IN-14: is refused in one wording, whatever was wrong', async () => {
		const { users } = server.realm.administer;
		valueOf(await users.create({ username: 'carol' }));
		const said: [unknown, string | undefined][] = [];
		const note = async (reply: Promise<{ status: number; json: object }>): Promise<void> => {
			const { status, json } = await reply;
			said.push([{ status, json }, await lastDecision()]);
		};
		await note(wrong());
		await note(wrong(PASSWORD, 'nobody'));
		await note(wrong(PASSWORD, 'carol'));
		await note(wrong(PASSWORD, PERSON));
		valueOf(await users.setState('bob', 'disabled'));
		await note(wrong(PASSWORD));
		expect(said).toEqual(
			['wrong-password', 'unknown-user', 'no-password', 'unknown-user', 'user-disabled'].map(
				(reason) => [{ status: 400, json: WRONG }, `token.issue refused ${reason}`],
			),
		);
	});

	test('IN-10: has to wait after five attempts, right or wrong, and somebody is told', async () => {
		for (let count = 0; count < 5; count += 1) expect((await wrong()).json).toEqual(WRONG);
		const locked = await wrong(PASSWORD);
		expect([locked.status, locked.json]).toEqual([400, WRONG]);
		expect(Number(locked.headers['retry-after'])).toBeGreaterThan(0);
		expect(locked.events).toMatchObject([{ event: 'logInLocked', user: 'bob' }]);
		expect(await lastDecision()).toBe('token.issue refused log-in-locked');
		expect((await wrong(PASSWORD, 'bob', '198.51.100.1')).status).toBe(200);
	});

	test('IN-10: is put off where too many passwords are looked at', async () => {
		const giveBack = takePlaces(PLACES - 1);
		const two = ['user 1', 'user 2'].map((name) => wrong(PASSWORD, name));
		// The other one has the last place, and waits.
		expect(await Promise.race(two)).toMatchObject({
			status: 503,
			json: { Message: 'Try again later.' },
			headers: { 'retry-after': '5' },
		});
		await giveBack();
		const statuses = (await Promise.all(two)).map(({ status }) => status);
		expect(statuses.toSorted()).toEqual([400, 503]);
	});

	const refused: readonly [string, number, string, Asked][] = [
		['the password in the query', 400, 'credentials-in-query', { query: `password=${PASSWORD}` }],
		['the name in the query', 400, 'credentials-in-query', { query: 'username=bob' }],
		['JSON', 400, 'not-a-form', { headers: [['Content-Type', 'application/json']] }],
		['too much', 400, 'request-too-large', { form: { more: 'x'.repeat(65 * 1024) } }],
		['a page', 403, 'origin-not-allowed', { headers: [['Origin', 'https://app.example.com']] }],
		['GET', 405, 'method-not-allowed', { method: 'GET' }],
		['no name', 400, 'missing-parameter', { form: { username: undefined } }],
		['no password', 400, 'missing-parameter', { form: { password: '' } }],
		['a person', 400, 'malformed-parameter', { query: `personid=${PERSON}` }],
		['a person in the body', 400, 'malformed-parameter', { form: { personid: PERSON } }],
		['a context', 400, 'malformed-parameter', { form: { context: 'KeySecret' } }],
	];
	test('IN-10, IN-15: is a form without a person, from no page', async () => {
		for (const [what, status, reason, asked] of refused) {
			const { status: told, json } = await server.logInByPassword(asked);
			expect([what, told, json]).toEqual([what, status, MALFORMED]);
			expect(await lastDecision()).toBe(`token.issue refused ${reason}`);
		}
		const twice = `grant_type=password&username=bob&username=bob&password=${PASSWORD}`;
		const reply = await server.ask('interactToken', {
			form: twice,
			headers: [['X-Tenant', server.realm.id]],
			interactPasswordGrant: true,
		});
		expect([reply.status, await lastDecision()]).toEqual([
			400,
			'token.issue refused repeated-parameter',
		]);
		const stranger = await server.logInByPassword({ tenant: undefined });
		expect([stranger.json, await lastDecision()]).toEqual([
			WRONG,
			'token.issue refused tenant-mismatch',
		]);
	});

	test('IN-10: is in the audit with its user, and leaves the password nowhere', async () => {
		const { json } = await server.logInByPassword();
		await wrong('bob', PASSWORD);
		await wrong('a wrong passphrase', 'BOB');
		const [refusal, unknown, issued] = await server.realm.audit.query({ kind: 'authorization' });
		expect(issued?.content).toMatchObject({
			operation: 'token.issue',
			decision: 'accepted',
			user: 'bob',
			grantType: 'password',
		});
		expect(issued?.content).not.toHaveProperty('key');
		expect(refusal?.content).toMatchObject({ decision: 'refused', user: 'bob' });
		expect(unknown?.content['reason']).toBe('unknown-user');
		expect(unknown?.content).not.toHaveProperty('user');
		const { db } = server.store;
		const rows = [
			await db.selectFrom('key_grant').selectAll().execute(),
			await db.selectFrom('guid_token').selectAll().execute(),
			await db.selectFrom('access_token').selectAll().execute(),
			await db.selectFrom('rate_bucket').selectAll().execute(),
			await db.selectFrom('audit_entry').selectAll().execute(),
		];
		const secrets = [json['access_token'], json['refresh_token'], PASSWORD, 'a wrong passphrase'];
		for (const text of secrets) expect(JSON.stringify(rows)).not.toContain(String(text));
	});
});
