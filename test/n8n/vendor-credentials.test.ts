import { PhixFlowApi } from '../../credentials/PhixFlowApi.credentials';
import { type CalledSystem, systemsWithLogIn, WAYS } from './called-systems';
import { ExternalApi } from './external-api';
import { byApiRequest, byHttpRequest, type VendorCall } from './vendor-calls';

const systems: Readonly<Record<string, () => Promise<CalledSystem>>> = systemsWithLogIn;

describe.each(Object.keys(systems))('%s', (name) => {
	let system: CalledSystem;
	let call: VendorCall;
	beforeEach(async () => {
		const made = await systems[name]?.();
		if (made === undefined) throw new Error('unknown system');
		system = made;
		const { type, fields, path, emulator } = made;
		const at = (place: string): string => emulator.api.url(place);
		call = { type, fields: fields(at), url: at(path) };
	});
	afterEach(() => system.emulator.api.close());

	const expectNothingShown = (kept: string): void => {
		for (const secret of system.emulator.secrets) {
			expect(kept).not.toContain(secret);
			expect(kept).not.toContain(Buffer.from(secret).toString('base64').slice(0, -4));
		}
	};

	test.each(WAYS)(
		'IN-18, VE-33, IA-15, IB-25: is called with what it wants by %s',
		async (_way, send) => {
			const { error } = await send(call);
			expect(error).toBeUndefined();
			expect(system.emulator.calls.map(({ headers }) => headers)).toMatchObject([
				system.sent(system.emulator),
			]);
			expect(system.emulator.logIns).toBe(1);
			await send(call);
			expect(system.emulator.logIns).toBe(1);
		},
	);

	test('shows neither token nor secret, also where the answer repeats them', async () => {
		const { items, kept } = await byApiRequest(call);
		expect(JSON.stringify(items)).toContain('[secret Token]');
		expectNothingShown(kept);
	});

	test('IN-20, VE-34, IB-26: is logged in to once by fifty items at a time', async () => {
		const { items, error } = await byApiRequest({ ...call, items: 50 });
		expect([error, items.length]).toEqual([undefined, 50]);
		expect(system.emulator.logIns).toBe(1);
	});

	test.each(WAYS)(
		'IN-20, VE-34, IB-26: gets one new log-in after it ended its tokens, by %s',
		async (_way, send) => {
			await send(call);
			system.emulator.endTokens();
			const { error } = await send(call);
			const { logIns, refreshes, calls } = system.emulator;
			// HTTP Request cannot tell a 401 from another error where there is nothing harmless to ask.
			const isBlind = send === byHttpRequest && ['Interact', 'InterAction+'].includes(name);
			if (!isBlind) expect([error, logIns + refreshes, calls.length]).toEqual([undefined, 2, 2]);
		},
	);

	test('IN-20, VE-34, IB-26: fifty items that meet ended tokens share one new log-in', async () => {
		await byApiRequest(call);
		system.emulator.endTokens();
		const { error } = await byApiRequest({ ...call, items: 50 });
		const { logIns, refreshes } = system.emulator;
		expect([error, logIns + refreshes]).toEqual([undefined, 2]);
	});

	test.each(WAYS)(
		'IN-21, VE-35, IB-29: says that the secret is wrong, and shows none, by %s',
		async (_way, send) => {
			const wrong = 'wrong-s3cr3t-value-of-mine';
			const { error, kept } = await send({
				...call,
				fields: { ...call.fields, [system.secret]: wrong },
			});
			expect(error).toMatch(/(log-in|Check)/);
			expect(error).toContain(name);
			expect(error).not.toContain(wrong);
			expect(kept.replaceAll(JSON.stringify(wrong), '')).not.toContain(wrong);
			expect(system.emulator.calls).toEqual([]);
		},
	);

	test('a user without the right is no reason to log in at each call', async () => {
		system.emulator.refusals = 1000;
		system.emulator.refusalStatus = 403;
		for (const items of [1, 50, 1]) {
			const { error } = await byApiRequest({ ...call, items });
			expect(error).toContain('answered 403');
		}
		const { logIns, refreshes } = system.emulator;
		expect(logIns + refreshes).toBe(2);
	});

	test('a user without the right leaves the token to all others, also while there is no log-in', async () => {
		const { emulator } = system;
		await byApiRequest(call);
		const isDown = { logInFault: 'error', faultStays: true };
		Object.assign(emulator, { refusals: 2, refusalStatus: 403, ...isDown });
		const { error } = await byApiRequest(call);
		expect(error).toContain('answered 403');
		expect((await byApiRequest(call)).error).toBeUndefined();
	});

	test('what it forbids is the answer where the token ends meanwhile and there is no log-in', async () => {
		const { emulator } = system;
		await byApiRequest(call);
		Object.assign(emulator, { refusals: 1, refusalStatus: 403 });
		const { answer } = emulator.api;
		const clock = jest.spyOn(Date, 'now');
		emulator.api.answer = (seen, response) => {
			answer(seen, response);
			emulator.endTokens();
			Object.assign(emulator, { logInFault: 'error', faultStays: true });
			const afterwards = performance.timeOrigin + performance.now() + 86_400_000;
			clock.mockImplementation(() => afterwards);
		};
		const { error } = await byApiRequest(call);
		clock.mockRestore();
		expect(error).toContain('answered 403');
	});

	test('IA-17: gets nothing at another host', async () => {
		const other = await new ExternalApi().listen();
		for (const [, send] of WAYS) {
			const { error, kept } = await send({ ...call, url: other.url('/', 'localhost') });
			expect(error).toMatch(/may not be sent to/);
			expect(kept).toContain(`The ${name} credential allows `);
			expect(kept).not.toContain('Secret Keys');
		}
		expect(other.seen).toEqual([]);
		await other.close();
	});

	test('a POST that fails for another reason is not sent twice by HTTP Request', async () => {
		await byHttpRequest(call);
		const other = new URL(call.url);
		const before = system.emulator.api.answer;
		let posts = 0;
		system.emulator.api.answer = (seen, response) => {
			if (seen.method !== 'POST' || seen.url !== other.pathname) {
				before(seen, response);
				return;
			}
			posts += 1;
			response.writeHead(500).end('{}');
		};
		const { error, kept } = await byHttpRequest({ ...call, method: 'POST', body: { a: 1 } });
		expect(error).toBeDefined();
		expect(posts).toBe(1);
		expectNothingShown(kept);
	});
});

describe('PhixFlow', () => {
	test.each(WAYS)(
		'PF-31: gets the key as it is, and only its own server does, by %s',
		async (_way, send) => {
			const api = await new ExternalApi().listen();
			const fields = { baseUrl: api.url('/phixflow'), apiKey: 'raw-fake-key' };
			const url = api.url('/phixflow/api/1/action/Orders/Submit%20Order/trigger?timeout=5000');
			const call = { type: new PhixFlowApi(), fields, url, method: 'POST', body: { order: 17 } };
			expect((await send(call)).error).toBeUndefined();
			expect(api.seen).toMatchObject([
				{ method: 'POST', headers: { authorization: 'raw-fake-key' }, body: '{"order":17}' },
			]);
			const asked = {
				...call,
				method: 'GET',
				body: undefined as never,
				url: api.url('/phixflow/poll/7'),
			};
			expect((await send(asked)).error).toBeUndefined();
			expect(api.seen[1]?.headers.authorization).toBe('raw-fake-key');
			expect((await send({ ...call, url: api.url('/', 'localhost') })).error).toMatch(
				/may not be sent/,
			);
			await api.close();
		},
	);
});
