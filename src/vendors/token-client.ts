import { mayGo } from '../http/destination';
import type { VendorAnswer, VendorPorts } from './exchange';
import { failed, isFailure, type VendorFailure } from './failure';
import { sessionKey, vendorSessions } from './sessions';
import { type SystemName, systemOf } from './systems';
import type { VendorFields } from './vendor';

/** A request that is about to be sent to a system. */
export interface CallToSystem {
	/** `GET` where nothing is said. */
	readonly method?: string;
	/** Absolute, with its query. Inbenta's APIs may be meant by name: `https://<api>.api.invalid/...`. */
	readonly url: string | URL;
	/** Fields of your own; those of the system take the place of any of the same name. */
	readonly headers?: Readonly<Record<string, string>>;
	/** The bytes that are sent: Inbenta's signature covers them. */
	readonly body?: Uint8Array;
}

/** The same with what the system wants in it. It holds the token: keep it out of logs. */
export interface ReadyCall {
	readonly kind: 'ready';
	readonly method: string;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
}

/** Calls one system with one set of credentials. */
export interface TokenClient {
	/** Name of the system, for sentences. */
	readonly title: string;
	/**
	 * Has a token ready and puts it into a request. Whoever asks while a log-in runs waits for that
	 * one. Nothing goes to another host than those of the system; follow no redirect with it.
	 *
	 * Gives a failure, in one sentence without any credential, where the system cannot be logged in
	 * to or the request may not go there. It does not throw.
	 */
	ready(call: CallToSystem): Promise<ReadyCall | VendorFailure>;
	/**
	 * Says that the system refused a call with 401, or with 403: its token counts as ended, and the
	 * next call gets a new one. A token that came meanwhile stays. After a 403 that is done once a
	 * minute, and the token stays where no other can be got: it may be the user who has no right to it.
	 *
	 * @returns whether a repetition may go by another token; never for what is called by a key alone
	 */
	refused(call: ReadyCall, status?: 401 | 403): boolean;
	/**
	 * What the system says went wrong, in an answer of any status (Verint Community has errors with
	 * 200); `undefined` where nothing did.
	 */
	complaint(answer: VendorAnswer): string | undefined;
	/**
	 * Whether an answer is signed as it has to be: Inbenta signs with a signature key. `true` for
	 * systems without signatures.
	 */
	isAuthentic(call: ReadyCall, answer: Pick<VendorAnswer, 'headers'>, body: Uint8Array): boolean;
}

const inLowerCase = (headers: Readonly<Record<string, string>>) =>
	Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/**
 * Makes a client of a system. Its token is kept in this object alone and renewed before it ends.
 *
 * @param fields what the credential of that system has in n8n, by the same names
 * @param ports how log-ins are sent, such as `fetchExchange`, and the clock: `Date.now`
 * @returns the first mistake in the fields as a `VendorFailure`; nothing is sent yet
 */
export function tokenClient(
	system: SystemName,
	fields: VendorFields,
	{ exchange, now }: VendorPorts,
): TokenClient | VendorFailure {
	const vendor = systemOf(system);
	if (vendor === undefined) return failed(`There is no system "${system}".`);
	const settings = vendor.read(fields);
	if (isFailure(settings)) return settings;
	const { title, logIn } = vendor;
	const sessions = vendorSessions(now);
	const key = sessionKey(title, settings);
	const current = async () =>
		logIn === undefined
			? undefined
			: await sessions.current(key, (earlier) => logIn(settings, earlier, { exchange, now }));
	const sentWith = new WeakMap<ReadyCall, NonNullable<Awaited<ReturnType<typeof current>>>>();

	return {
		title,
		async ready({ method = 'GET', url: address, headers: own = {}, body }) {
			const headers = inLowerCase(own);
			const url = URL.parse(String(address));
			if (url === null) return failed('The URL is not absolute: write it with https:// in front.');
			const session = await current();
			if (session !== undefined && isFailure(session)) return session;
			const call = { method: method.toUpperCase(), url, headers, body };
			const credentials = vendor.credentials(settings, session, call, now());
			if (isFailure(credentials)) return credentials;
			const destination = mayGo(credentials.url ?? url, vendor.hosts(settings, session));
			if (destination.kind === 'refused') {
				const { origin = 'an address that is none' } = destination;
				return failed(
					`A call with the credentials of ${title} may not go to ${origin}: it is no host of that system, or lacks TLS.`,
				);
			}
			const ready: ReadyCall = {
				kind: 'ready',
				method: credentials.method ?? call.method,
				url: destination.url.href,
				headers: { ...headers, ...credentials.headers },
			};
			if (session !== undefined) sentWith.set(ready, session);
			return ready;
		},
		refused(call, status = 401) {
			const session = sentWith.get(call);
			if (session === undefined || isFailure(session)) return false;
			return sessions.end(key, session, status === 403 ? 'forbidden' : 'unknown');
		},
		complaint: (answer) => vendor.complaint(answer),
		isAuthentic: (call, { headers }, body) =>
			vendor.isAuthentic?.(settings, call.headers, { headers, body }) ?? true,
	};
}
