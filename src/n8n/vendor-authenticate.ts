import {
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	UserError,
} from 'n8n-workflow';

import { mayGo } from '../http/destination';
import { systemClock } from '../realm/system-clock';
import { describeDestination } from '../secrets/refusal';
import { isFailure, type VendorFailure } from '../vendors/failure';
import { type Refusal, refusalOf, sessionKey, vendorSessions } from '../vendors/sessions';
import type { Vendor, VendorSession } from '../vendors/vendor';
import { exchangeOf } from './vendor-exchange';
import { callOf, type RequestOptions, withCredentials } from './vendor-request';

/** Sessions of all credentials of this process. */
const sessions = vendorSessions(systemClock.now);

/** What a request was sent with. */
interface Used {
	readonly key: string;
	readonly session: VendorSession;
	/** Whether a repetition changes nothing (RFC 9110 section 9.2.1). */
	isSafe: boolean;
	/** Whether n8n comes back for a 401 alone; HTTP Request's way comes back for any error. */
	isFor401: boolean;
}

/** By the values of the credential: the same object comes along through all steps of one request. */
const usedBy = new WeakMap<ICredentialDataDecryptedObject, Used>();
const usedIn = new WeakMap<object, Used>();
const fieldsIn = new WeakMap<object, Readonly<Record<string, string>>>();

/** A younger session did not end by itself. */
const YOUNG_MILLISECONDS = 60_000;

function orThrow<T extends object>(value: T | VendorFailure): T {
	if (isFailure(value)) throw new UserError(value.sentence);
	return value;
}

/**
 * Why the session that a failed request was sent with has to end, if it has to: the system says so
 * itself where there is something harmless to ask it.
 */
async function whyEnded<S extends object>(
	vendor: Vendor<S>,
	settings: S,
	{ session, isFor401 }: Used,
	helper: IHttpRequestHelper,
): Promise<Refusal | undefined> {
	if (isFor401) return 'unknown';
	const trial = vendor.trial(settings, session);
	if (trial === undefined) {
		const lives = session.expiresAt - session.issuedAt;
		const isOld = systemClock.now() - session.issuedAt > Math.min(YOUNG_MILLISECONDS, lives);
		return isOld ? 'unknown' : undefined;
	}
	const call = { ...trial, url: new URL(trial.url), body: undefined };
	const credentials = vendor.credentials(settings, session, call, systemClock.now());
	if (isFailure(credentials)) return undefined;
	const headers = { ...trial.headers, ...credentials.headers };
	const answer = await exchangeOf(helper)({ ...trial, headers });
	return 'status' in answer ? refusalOf(answer.status) : undefined;
}

/**
 * What n8n calls before each request, and once more after one that failed: has a session ready. The
 * answer is empty, so that nothing is written to n8n's database; after a failure it says by the field
 * `session` that the request may be repeated.
 */
export function logInBefore<S extends object>(vendor: Vendor<S>) {
	return async function (
		this: IHttpRequestHelper,
		fields: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const { logIn } = vendor;
		if (logIn === undefined) return {};
		const settings = orThrow(vendor.read(fields));
		const key = sessionKey(vendor.title, settings);
		const used = usedBy.get(fields);
		if (used !== undefined) {
			const refusal = await whyEnded(vendor, settings, used, this);
			if (refusal === undefined || !sessions.end(key, used.session, refusal)) return {};
		}
		const ports = { exchange: exchangeOf(this), now: systemClock.now };
		const obtained = await sessions.current(
			key,
			async (earlier) => await logIn(settings, earlier, ports),
		);
		const session = orThrow(obtained);
		usedBy.set(fields, { key, session, isSafe: false, isFor401: false });
		const mayRepeat = used !== undefined && (used.isSafe || used.isFor401);
		return mayRepeat ? { session: '' } : {};
	};
}

/** Puts what a system wants into a request, for any node that n8n lets use the credential. */
export function authenticateFor<S extends object>(vendor: Vendor<S>) {
	return async (
		fields: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const settings = orThrow(vendor.read(fields));
		const call = orThrow(callOf(options as RequestOptions));
		const used = usedBy.get(fields);
		const credentials = orThrow(
			vendor.credentials(settings, used?.session, call, systemClock.now()),
		);
		const hosts = vendor.hosts(settings, used?.session);
		const destination = mayGo(credentials.url ?? call.url, hosts);
		if (destination.kind === 'refused') {
			const what = `What the ${vendor.title} credential sends`;
			const list = { owner: `The ${vendor.title} credential`, domains: hosts };
			const { message, description } = describeDestination(what, destination, list);
			throw new UserError(message, { description });
		}
		const ready = withCredentials(options as RequestOptions, call, credentials);
		if (used !== undefined) {
			used.isSafe = call.method === 'GET' || call.method === 'HEAD';
			used.isFor401 = !('uri' in options);
			usedIn.set(options, used);
		}
		fieldsIn.set(options, credentials.headers);
		return await Promise.resolve(ready);
	};
}

/**
 * Ends the session that these options were sent with: the system refused it.
 *
 * @returns whether a repetition goes by another session
 */
export function endSessionOf(options: object, refusal: Refusal): boolean {
	const used = usedIn.get(options);
	return used !== undefined && sessions.end(used.key, used.session, refusal);
}

/** What the request with these options was sent with; never shown to anybody. */
export function sentWith(options: object) {
	const headers = fieldsIn.get(options);
	return headers && { headers, token: usedIn.get(options)?.session.token };
}
