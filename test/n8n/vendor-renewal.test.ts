import { isFailure, type VendorFailure } from '../../src/vendors/failure';
import { fetchExchange as exchange } from '../../src/vendors/fetch-exchange';
import { inbenta } from '../../src/vendors/inbenta';
import { interact } from '../../src/vendors/interact';
import type { Vendor, VendorSession } from '../../src/vendors/vendor';
import { verint } from '../../src/vendors/verint';
import type { Emulator } from '../emulators/emulator';
import { InbentaEmulator } from '../emulators/inbenta';
import { InteractEmulator } from '../emulators/interact';
import { VerintEmulator } from '../emulators/verint';

type LogIn = (
	earlier: VendorSession | undefined,
	now?: () => number,
) => Promise<VendorSession | VendorFailure>;

function logInTo<S extends object>(
	vendor: Vendor<S>,
	fields: Readonly<Record<string, string>>,
): LogIn {
	const settings = vendor.read(fields);
	if (isFailure(settings)) throw new Error(settings.sentence);
	return async (earlier, now = Date.now) => {
		const session = await vendor.logIn?.(settings, earlier, { exchange, now });
		if (session === undefined) throw new Error('There is no log-in.');
		return session;
	};
}

const systems: Readonly<Record<string, () => Promise<{ emulator: Emulator; logIn: LogIn }>>> = {
	Interact: async () => {
		const emulator = await new InteractEmulator().start();
		const fields = { ...emulator.fields, intranet: emulator.api.url('') };
		return { emulator, logIn: logInTo(interact, fields) };
	},
	'Verint Community': async () => {
		const emulator = await new VerintEmulator().start();
		const fields = { ...emulator.fields, baseUrl: emulator.api.url('') };
		return { emulator, logIn: logInTo(verint, fields) };
	},
	Inbenta: async () => {
		const emulator = await new InbentaEmulator().start();
		const fields = { ...emulator.fields, authUrl: emulator.api.url('/v1') };
		return { emulator, logIn: logInTo(inbenta, fields) };
	},
};

async function sessionOf(logIn: ReturnType<LogIn>): Promise<VendorSession> {
	const session = await logIn;
	if (isFailure(session)) throw new Error(session.sentence);
	return session;
}

describe.each(Object.keys(systems))('%s', (name) => {
	let emulator: Emulator;
	let logIn: LogIn;
	beforeEach(async () => {
		const system = await systems[name]?.();
		if (system === undefined) throw new Error('unknown system');
		({ emulator, logIn } = system);
	});
	afterEach(() => emulator.api.close());

	test('IN-20, VE-34, IB-26: is renewed without key and secret, as long before the end as the system does it', async () => {
		const first = await sessionOf(logIn(undefined));
		const second = await sessionOf(logIn(first));
		expect([emulator.logIns, emulator.refreshes]).toEqual([1, 1]);
		expect(second.token).not.toBe(first.token);
		const early = (second.expiresAt - second.renewAt) / 1000;
		expect(early).toBe(name.includes('Interact') ? 60 : 180);
	});

	test('IN-20, VE-34, IB-26: is logged in to again where what it renews with is used up', async () => {
		const first = await sessionOf(logIn(undefined));
		emulator.endTokens();
		const spent = { ...first, refreshToken: first.refreshToken && 'used-up' };
		expect((await sessionOf(logIn(spent))).token).not.toBe(first.token);
		expect([emulator.logIns, emulator.refreshes]).toEqual([2, 0]);
	});
});
