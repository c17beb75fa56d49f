import { sha256 } from '../crypto/sha256';
import { isFailure, type VendorFailure } from './failure';
import { oneAtATime } from './one-at-a-time';
import type { VendorSession } from './vendor';

/** Far more credentials than one n8n has. */
const MOST_SESSIONS = 1000;
const PATIENCE_MILLISECONDS = 60_000;

/** Whether a system does not know who calls (401), or says that the caller may not (403). */
export type Refusal = 'unknown' | 'forbidden';

export function refusalOf(status: number): Refusal | undefined {
	if (status === 401) return 'unknown';
	return status === 403 ? 'forbidden' : undefined;
}

export type Obtain = (earlier: VendorSession | undefined) => Promise<VendorSession | VendorFailure>;

/** Sessions with systems, kept in the process: one log-in at a time for each credential. */
export interface VendorSessions {
	/**
	 * The session of a credential, got or renewed where needed. Whoever asks meanwhile waits for the
	 * same log-in. A renewal that fails before the session has ended is no failure.
	 *
	 * @param key names the credential with all that it says
	 */
	current(key: string, obtain: Obtain): Promise<VendorSession | VendorFailure>;
	/**
	 * Takes a session for ended, which the system does not know; another one that came since stays. For
	 * what it forbids another one is got once a minute, and where none can be got the session stays: it
	 * may be the user who has no right to it, at each call.
	 *
	 * @returns whether a repetition may go by another session; never where a session has no end
	 */
	end(key: string, session: VendorSession, refusal: Refusal): boolean;
}

/** Names a credential by all that it says; a change of any of its fields begins anew. */
export function sessionKey(title: string, settings: object): string {
	const text = JSON.stringify([title, settings], (_name, value: unknown) =>
		value instanceof Set ? [...(value as ReadonlySet<unknown>)] : value,
	);
	return Buffer.from(sha256(text)).toString('base64');
}

export function vendorSessions(now: () => number): VendorSessions {
	const kept = new Map<string, VendorSession>();
	/** Until when a system that forbids something gets no further log-in for it. */
	const patient = new Map<string, number>();
	const alone = oneAtATime<VendorSession | VendorFailure>();

	const keep = (key: string, session: VendorSession): void => {
		kept.delete(key);
		kept.set(key, session);
		const [oldest] = kept.keys();
		if (kept.size > MOST_SESSIONS && oldest !== undefined) kept.delete(oldest);
	};
	const renew = async (key: string, obtain: Obtain) => {
		const earlier = kept.get(key);
		const session = await obtain(earlier);
		if (!isFailure(session)) {
			keep(key, session);
			return session;
		}
		const same = kept.get(key);
		if (same === undefined || now() >= same.expiresAt) return session;
		if (same.renewAt !== 0) return same;
		// Somebody was forbidden something: that is no reason to log in at each call.
		keep(key, { ...same, renewAt: Math.min(now() + PATIENCE_MILLISECONDS, same.expiresAt) });
		return same;
	};

	return {
		async current(key, obtain) {
			const session = kept.get(key);
			if (session !== undefined && now() < session.renewAt) return session;
			return await alone(key, async () => await renew(key, obtain));
		},
		end(key, { token }, refusal) {
			const session = kept.get(key);
			if (session?.token !== token) return true;
			if (session.expiresAt === Infinity) return false;
			if (refusal === 'unknown') {
				kept.set(key, { ...session, renewAt: 0, expiresAt: 0 });
				return true;
			}
			if (session.renewAt === 0) return true;
			if (now() < (patient.get(key) ?? 0)) return false;
			if (patient.size >= MOST_SESSIONS) patient.clear();
			patient.set(key, now() + PATIENCE_MILLISECONDS);
			kept.set(key, { ...session, renewAt: 0 });
			return true;
		},
	};
}
