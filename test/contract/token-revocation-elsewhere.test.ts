import type { Outcome, RegisteredClient, Verdict } from '../../src/realm/realm';
import { LOSS_NOTICED_WITHIN_MILLISECONDS } from '../../src/store/announcements';
import { A_CALL, A_POLICY, aMessage, valueOf } from '../a-realm';
import { type RealmProcess, startRealmProcess } from '../realm-process';
import { steadyTime } from '../steady-time';
import { stores, type TestStorage } from '../stores';
import { basic, ISSUER, PASSWORD } from './an-authorization-server';

const POLICY = { ...A_POLICY, acceptedCredentials: ['accessToken'], requiredPrivileges: [] };

interface Tokens {
	readonly access_token: string;
	readonly refresh_token: string;
}

describe.each(stores)('a token that another process ends, in $engine,', ({ create }) => {
	let storage: TestStorage;
	let serving: RealmProcess;
	let issuing: RealmProcess;
	let client: RegisteredClient;
	beforeAll(async () => {
		storage = await create();
		serving = startRealmProcess(storage.storage);
		issuing = startRealmProcess(storage.storage);
		await issuing.ask('administer.users.create', { username: 'alice' });
		await issuing.ask('administer.passwords.set', 'alice', PASSWORD);
		const registered = await issuing.ask('administer.clients.register', {
			name: 'A client',
			callbackUrls: ['https://client.example/cb'],
			grants: ['password', 'refresh_token'],
		});
		client = valueOf(registered as Outcome<RegisteredClient>);
	});
	afterAll(async () => {
		await Promise.all([serving.end(), issuing.end()]);
		await storage.remove();
	});

	const post = async (endpoint: string, form: Readonly<Record<string, string>>) => {
		const request = {
			method: 'POST',
			headerFields: [
				['Content-Type', 'application/x-www-form-urlencoded'],
				basic(client.clientId, client.clientSecret ?? ''),
			],
			search: '',
			body: new URLSearchParams(form).toString(),
			address: '192.0.2.7',
		};
		const place = {
			issuer: ISSUER,
			tokenAlgorithm: 'EdDSA',
			keyRenewalSeconds: 3600,
			requestId: 'r',
		};
		const context = { origin: {}, wanted: [] };
		const input = [endpoint, request, place, context];
		const { answer } = (await issuing.ask('authorizationServer.answer', ...input)) as {
			readonly answer: { readonly status: number; readonly body: string };
		};
		expect(answer).toMatchObject({ status: 200 });
		return answer.body;
	};
	const call = async (token: string): Promise<string> => {
		const message = aMessage({ headerFields: [['Authorization', `Bearer ${token}`]] });
		const verdict = (await serving.ask('authenticate', message, POLICY, A_CALL)) as Verdict;
		return verdict.kind === 'refused' ? verdict.reason : verdict.kind;
	};
	/** Tokens that the other process has just taken. */
	const warmTokens = async (): Promise<Tokens> => {
		const form = { grant_type: 'password', username: 'alice', password: PASSWORD };
		const tokens = JSON.parse(await post('token', form)) as Tokens;
		expect(await call(tokens.access_token)).toBe('accepted');
		return tokens;
	};
	/** Why the other process takes a token no more, and that it noticed within the stated time. */
	const endOf = async ({ access_token: token }: Tokens): Promise<string> => {
		const ended = steadyTime();
		let outcome = await call(token);
		while (outcome === 'accepted') {
			expect(steadyTime() - ended).toBeLessThan(LOSS_NOTICED_WITHIN_MILLISECONDS);
			await new Promise((resolve) => setTimeout(resolve, 20));
			outcome = await call(token);
		}
		return outcome;
	};

	test('NT-40: is refused there once its client has revoked it', async () => {
		const tokens = await warmTokens();
		const other = await warmTokens();
		await post('revoke', { token: tokens.access_token });
		expect(await endOf(tokens)).toBe('token-revoked');
		expect(await call(other.access_token)).toBe('accepted');
	});

	test('NT-40: is refused there once the grant that it came from has ended', async () => {
		const tokens = await warmTokens();
		await post('revoke', { token: tokens.refresh_token });
		expect(await endOf(tokens)).toBe('token-revoked');
	});

	test('is refused there while its user or its client is disabled', async () => {
		const tokens = await warmTokens();
		await issuing.ask('administer.users.setState', 'alice', 'disabled');
		expect(await endOf(tokens)).toBe('user-disabled');
		await issuing.ask('administer.users.setState', 'alice', 'enabled');
		const others = await warmTokens();
		await issuing.ask('administer.clients.setState', client.clientId, 'disabled');
		expect(await endOf(others)).toBe('client-disabled');
	});
});
