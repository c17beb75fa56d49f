import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import type { Fault } from '../emulators/emulator';
import { aCertificate } from './a-certificate';
import type { CalledSystem, calledSystems, WAYS } from './called-systems';
import { ExternalApi } from './external-api';
import type { VendorCall } from './vendor-calls';

export type System = keyof typeof calledSystems;
type Way = (typeof WAYS)[number][0];

/** What comes of a fault: an error in one sentence, or answers after so many log-ins and renewals. */
type Outcome =
	| { readonly says: RegExp }
	| { readonly works: readonly [logIns: number, renewals: number] }
	| { readonly none: string };
type Cell = Outcome | Readonly<Record<Way, Outcome>>;

export interface FaultyCall {
	/** Makes the fault and the call; gives what the call came to. */
	readonly make: (system: CalledSystem, send: (call: VendorCall) => Ran) => Ran;
	readonly cells: Readonly<Record<System, Cell>>;
}
type Ran = ReturnType<(typeof WAYS)[number][1]>;

/** What tests have to close. */
export const closers: (() => Promise<void>)[] = [];
const callOf = (
	{ type, fields, path, emulator }: CalledSystem,
	at = (place: string): string => emulator.api.url(place),
): VendorCall => ({ type, fields: fields(at), url: at(path) });

/** The log-in itself, or the call where there is none, has this fault. */
const atLogIn =
	(fault: Fault): FaultyCall['make'] =>
	async (system, send) => {
		system.emulator.logInFault = fault;
		system.emulator.faultStays = true;
		return await send(callOf(system));
	};
/** A call, the fault, and the same call. */
const between =
	(fault: (system: CalledSystem) => void): FaultyCall['make'] =>
	async (system, send) => {
		await send(callOf(system));
		fault(system);
		return await send(callOf(system));
	};

const says = (text: RegExp): Outcome => ({ says: text });
const works = (logIns: number, renewals: number): Outcome => ({ works: [logIns, renewals] });
const none = (reason: string): Outcome => ({ none: reason });
const byWay = (api: Outcome, http: Outcome): Cell => ({ 'API Request': api, 'HTTP Request': http });

const UNAUTHORIZED = says(/^Authorization failed - please check your credentials$/);
const KEY_FOREVER = none('a key neither ends nor is renewed');
const UNREADABLE = none('an answer is given on as it is');

export const TABLE: Readonly<Record<string, FaultyCall>> = {
	'it is down': {
		make: async (system, send) => {
			const closed = await new ExternalApi().listen();
			const call = callOf(system, (place) => closed.url(place));
			await closed.close();
			return await send(call);
		},
		cells: {
			PhixFlow: byWay(
				says(/^There is no answer from http\S+: it refused the connection\.$/),
				says(/refused the connection/),
			),
			Interact: says(/^Interact's intranet at \S+ cannot be reached: it refused the connection\.$/),
			'Verint Community': says(/^Verint Community at \S+ cannot be reached: it refused the conn/),
			'InterAction+': says(
				/^InterAction\+'s authority at \S+ cannot be reached: it refused the conn/,
			),
			Inbenta: says(/^Inbenta at \S+ cannot be reached: it refused the connection\.$/),
		},
	},
	'the address is of a web page': {
		make: async (system, send) => {
			const site = await new ExternalApi().listen();
			closers.push(() => site.close());
			site.answer = (_request, response) => {
				response.writeHead(404, { 'content-type': 'text/html' }).end('<!doctype html>Not found');
			};
			return await send(callOf(system, (place) => site.url(place)));
		},
		cells: {
			PhixFlow: byWay(says(/ answered 404 Not Found$/), says(/could not be found|404/)),
			Interact: says(/^Interact's intranet at \S+ answered 404 with a web page: check the address/),
			'Verint Community': says(/^Verint Community at \S+ answered 404 with a web page: check/),
			'InterAction+': says(
				/^InterAction\+'s authority at \S+ publishes no metadata: enter Token URL/,
			),
			Inbenta: says(/^Inbenta at \S+ answered 404 with a web page: check the address/),
		},
	},
	'its certificate is its own': {
		make: async (system, send) => {
			const server = createServer(aCertificate(), (_request, response) => response.end('{}'));
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			closers.push(async () => {
				server.closeAllConnections();
				await new Promise((resolve) => server.close(resolve));
			});
			const { port } = server.address() as AddressInfo;
			return await send(callOf(system, (place) => `https://127.0.0.1:${String(port)}${place}`));
		},
		cells: {
			PhixFlow: byWay(
				says(/^There is no answer from \S+: its certificate is its own and not trusted\.$/),
				says(/SSL/),
			),
			Interact: says(/^Interact's intranet at \S+ cannot be reached: its certificate is its own/),
			'Verint Community': says(
				/^Verint Community at \S+ cannot be reached: its certificate is its/,
			),
			'InterAction+': says(
				/^InterAction\+'s authority at \S+ cannot be reached: its certificate is/,
			),
			Inbenta: says(/^Inbenta at \S+ cannot be reached: its certificate is its own and not/),
		},
	},
	'the secret is wrong': {
		make: async (system, send) => {
			const call = callOf(system);
			const wrong = { [system.secret]: 'wrong-s3cr3t-value-of-mine' };
			return await send({ ...call, fields: { ...call.fields, ...wrong } });
		},
		cells: {
			PhixFlow: byWay(says(/ answered 401 Unauthorized$/), says(/Authorization failed|401/)),
			Interact: says(
				/^Interact answered the log-in with 400, saying "Wrong key or secret: \*\*\*": check/,
			),
			'Verint Community': says(
				/^Verint Community refused the log-in, saying "invalid_client \*\*\*": check/,
			),
			'InterAction+': says(
				/^InterAction\+ answered the log-in with 401, saying "invalid_client": check/,
			),
			Inbenta: says(
				/^Inbenta answered the log-in with 400, saying "Secret token not valid": check/,
			),
		},
	},
	'it answers with HTML': {
		make: atLogIn('html'),
		cells: {
			PhixFlow: UNREADABLE,
			Interact: says(/^Interact at \S+ answered 200 with a web page: check the address/),
			'Verint Community': says(/^Verint Community at \S+ answered 200 with a web page: check/),
			'InterAction+': says(/^InterAction\+ at \S+ answered 200 with a web page: check the address/),
			Inbenta: says(/^Inbenta at \S+ answered 200 with a web page: check the address/),
		},
	},
	'it wants fewer calls': {
		make: atLogIn('limited'),
		cells: {
			PhixFlow: byWay(says(/ answered 429 Too Many Requests$/), says(/too many requests|429/i)),
			Interact: says(/^Interact wants fewer log-ins, saying "Slow down": try again in 30 s\.$/),
			'Verint Community': says(
				/^Verint Community wants fewer log-ins, saying "Slow down": try again in/,
			),
			'InterAction+': says(
				/^InterAction\+ wants fewer log-ins, saying "Slow down": try again in 30 s/,
			),
			Inbenta: says(/^Inbenta wants fewer log-ins, saying "Slow down": try again in 30 s\.$/),
		},
	},
	'it answers 500': {
		make: atLogIn('error'),
		cells: {
			PhixFlow: byWay(
				says(/ answered 500 Internal Server Error$/),
				says(/500|not able to process/),
			),
			Interact: says(/^Interact answered the log-in with 500, saying "Down for repair"\.$/),
			'Verint Community': says(
				/^Verint Community answered the log-in with 500, saying "Down for repair"/,
			),
			'InterAction+': says(
				/^InterAction\+ answered the log-in with 500, saying "Down for repair"\.$/,
			),
			Inbenta: says(/^Inbenta answered the log-in with 500, saying "Down for repair"\.$/),
		},
	},
	'its JSON is cut off': {
		make: atLogIn('truncated'),
		cells: {
			PhixFlow: UNREADABLE,
			Interact: says(/^Interact at \S+ answered 200 without the JSON that was expected\.$/),
			'Verint Community': says(/^Verint Community at \S+ answered 200 without the JSON that was/),
			'InterAction+': says(/^InterAction\+ at \S+ answered 200 without the JSON that was expected/),
			Inbenta: says(/^Inbenta at \S+ answered 200 without the JSON that was expected\.$/),
		},
	},
	'it closes the connection': {
		make: atLogIn('closed'),
		cells: {
			PhixFlow: byWay(
				says(/^There is no answer from http\S+: it closed the connection\.$/),
				says(/closed|aborted|hang up/),
			),
			Interact: says(/^Interact at \S+ cannot be reached: it closed the connection\.$/),
			'Verint Community': says(
				/^Verint Community at \S+ cannot be reached: it closed the connection/,
			),
			'InterAction+': says(/^InterAction\+ at \S+ cannot be reached: it closed the connection\.$/),
			Inbenta: says(/^Inbenta at \S+ cannot be reached: it closed the connection\.$/),
		},
	},
	'it redirects': {
		make: atLogIn('redirect'),
		cells: {
			PhixFlow: byWay(
				says(/redirects to http:\/\/127\.0\.0\.1:9: the PhixFlow credential is not sent there/),
				says(/refused the connection/),
			),
			Interact: says(/^Interact at \S+ redirects to another address: enter that one instead\.$/),
			'Verint Community': says(/^Verint Community at \S+ redirects to another address: enter that/),
			'InterAction+': says(/^InterAction\+ at \S+ redirects to another address: enter that one/),
			Inbenta: says(/^Inbenta at \S+ redirects to another address: enter that one instead\.$/),
		},
	},
	'it is slow': {
		make: async (system, send) => {
			system.emulator.slowness = 300;
			return await send({ ...callOf(system), items: 10 });
		},
		cells: {
			PhixFlow: works(0, 0),
			Interact: works(1, 0),
			'Verint Community': works(1, 0),
			'InterAction+': works(1, 0),
			Inbenta: works(1, 0),
		},
	},
	'its clock is five minutes ahead': {
		make: async (system, send) => {
			system.emulator.aheadSeconds = 300;
			await send(callOf(system));
			system.emulator.aheadSeconds = -3000;
			return await send(callOf(system));
		},
		cells: {
			PhixFlow: works(0, 0),
			Interact: works(1, 0),
			'Verint Community': works(1, 0),
			'InterAction+': works(1, 0),
			Inbenta: works(1, 0),
		},
	},
	'its tokens ended early': {
		make: between(({ emulator }) => emulator.endTokens()),
		cells: {
			PhixFlow: KEY_FOREVER,
			Interact: byWay(works(1, 1), UNAUTHORIZED),
			'Verint Community': works(1, 1),
			'InterAction+': byWay(works(2, 0), UNAUTHORIZED),
			Inbenta: works(2, 0),
		},
	},
	'it answers 401 once': {
		make: between(({ emulator }) => {
			emulator.refusals = 1;
		}),
		cells: {
			PhixFlow: byWay(says(/ answered 401 Unauthorized$/), says(/Authorization failed|401/)),
			Interact: byWay(works(1, 1), UNAUTHORIZED),
			// It says of itself that the token lives: the 401 was about something else.
			'Verint Community': byWay(works(1, 1), UNAUTHORIZED),
			'InterAction+': byWay(works(2, 0), UNAUTHORIZED),
			Inbenta: byWay(works(2, 0), UNAUTHORIZED),
		},
	},
	'what its tokens are renewed with is used up': {
		make: between(({ emulator }) => {
			emulator.endTokens();
			emulator.spendRefreshTokens();
		}),
		cells: {
			PhixFlow: KEY_FOREVER,
			Interact: byWay(works(2, 0), UNAUTHORIZED),
			'Verint Community': works(2, 0),
			'InterAction+': none('client credentials have no refresh token'),
			Inbenta: works(2, 0),
		},
	},
};
