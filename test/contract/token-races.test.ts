import { type RealmProcess, startRealmProcess } from '../realm-process';
import { valueOf } from '../a-realm';
import { stores } from '../stores';
import type { EndpointName } from '../../src/realm/authorization-server';
import { outcomeOf } from './a-token-realm';
import { basic, CALLBACK, ISSUER, PASSWORD, type Reply, VERIFIER } from './an-authorization-server';
import { anInteractServer, type InteractServer } from './an-interact-server';

const TIMES = 200;

/** What a process says of the answer to a token request. */
interface Told {
	readonly answer: { readonly status: number; readonly body: string };
}

describe.each(stores)('two hundred at once in $engine', ({ engine, create }) => {
	let server: InteractServer;
	const processes: RealmProcess[] = [];
	beforeAll(async () => {
		server = await anInteractServer(create);
		// A SQLite file belongs to one process; PostgreSQL is shared by several.
		if (engine !== 'postgres') return;
		processes.push(
			startRealmProcess(server.storage.storage),
			startRealmProcess(server.storage.storage),
		);
		await Promise.all(processes.map((process) => process.ask('count')));
	});
	// Other processes have the clock of the machine; a code lives for a minute.
	beforeEach(() => {
		server.clock.time = Date.now();
	});
	afterAll(async () => {
		await Promise.all(processes.map((process) => process.end()));
		await server.close();
	});

	const headers = () => [basic(server.confidential.clientId, server.secret)];
	/** Sends the same token request many times at once, from every process that there is. */
	const race = async (
		form: Readonly<Record<string, string>>,
		endpoint: EndpointName = 'token',
		fields = headers(),
	): Promise<readonly string[]> => {
		const body = new URLSearchParams(form).toString();
		const type = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
		const request = {
			method: 'POST',
			headerFields: [type, ...fields],
			search: '',
			body,
			address: '192.0.2.7',
		};
		const keyRenewalSeconds = 3600;
		const interactPasswordGrant = true;
		const place = {
			...{ issuer: ISSUER, tokenAlgorithm: 'EdDSA', requestId: 'r' },
			...{ keyRenewalSeconds, interactPasswordGrant },
		};
		const context = { origin: {}, wanted: [] };
		const input = [endpoint, request, place, context] as const;
		const asked =
			processes.length === 0
				? Array.from({ length: TIMES }, async (): Promise<readonly Told[]> => {
						const asked = { form, headers: fields, interactPasswordGrant };
						const { status, body: text } = await server.ask(endpoint, asked);
						return [{ answer: { status, body: text } }];
					})
				: processes.map(async (process): Promise<readonly Told[]> => {
						const times = TIMES / processes.length;
						const name = 'authorizationServer.answer';
						return (await process.askAtOnce(times, name, ...input)) as readonly Told[];
					});
		const told = (await Promise.all(asked)).flat();
		expect(told).toHaveLength(TIMES);
		expect(new Set(told.map(({ answer }) => answer.status))).toEqual(new Set([200, 400]));
		return told.flatMap(({ answer }) => (answer.status === 200 ? [answer.body] : []));
	};
	/** A token that was issued, and the refresh token beside it, count no more. */
	const expectDead = async (body: string): Promise<void> => {
		const json = JSON.parse(body) as Record<string, string>;
		const form = { token: json['access_token'] ?? '' };
		const shown: Reply = await server.ask('introspect', { form, headers: headers() });
		expect(shown.json).toEqual({ active: false });
		const refresh = { grant_type: 'refresh_token', refresh_token: json['refresh_token'] };
		expect((await server.token(refresh)).json['error']).toBe('invalid_grant');
	};
	const redeem = {
		grant_type: 'authorization_code',
		redirect_uri: CALLBACK,
		code_verifier: VERIFIER,
	};

	test('NT-19, NT-20: one gets tokens for a code, and those are dead', async () => {
		const code = await server.code();
		const won = await race({ ...redeem, code });
		expect(won).toHaveLength(1);
		await expectDead(won[0] ?? '');
	});

	test('NT-31: one gets the next refresh token, and the family is dead', async () => {
		const code = await server.code();
		const { json } = await server.token({ ...redeem, code });
		const refresh = { grant_type: 'refresh_token', refresh_token: String(json['refresh_token']) };
		const won = await race(refresh);
		expect(won).toHaveLength(1);
		await expectDead(won[0] ?? '');
	});

	test.each([
		['of a key', 'logIn'],
		['of a password', 'logInByPassword'],
	] as const)(
		'IN-9, IN-10: one gets the next pair for a GUID %s, and all from it is dead',
		async (_of, by) => {
			valueOf(await server.realm.administer.passwords.set('bob', PASSWORD));
			const first = await server[by]();
			const form = {
				grant_type: 'refresh_token',
				refresh_token: String(first.json['refresh_token']),
			};
			const tenant = ['X-Tenant', server.realm.id] as const;
			const won = await race(form, 'interactToken', [tenant]);
			expect(won).toHaveLength(1);
			const next = { ...first, json: JSON.parse(won[0] ?? '') as Reply['json'] };
			const outcomes = [await server.callWith(first), await server.callWith(next)];
			expect(outcomes.map(outcomeOf)).toEqual(['token-revoked', 'token-revoked']);
			expect((await server.refresh(next.json['refresh_token'])).status).toBe(400);
		},
	);
});
