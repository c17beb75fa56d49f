import { sha256 } from '../crypto/sha256';
import { isFailure, type VendorFailure } from './failure';
import type { VendorSession } from './vendor';

/** Far more credentials than one n8n has. */
const MOST_SESSIONS = 1000;

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
	/** Takes a session for ended, which the system refused; another one that came since stays. */
	end(key: string, session: VendorSession): void;
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
	const under = new Map<string, Promise<VendorSession | VendorFailure>>();

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
		return same !== undefined && now() < same.expiresAt ? same : session;
	};

	return {
		async current(key, obtain) {
			const session = kept.get(key);
			if (session !== undefined && now() < session.renewAt) return session;
			const running = under.get(key);
			if (running !== undefined) return await running;
			const renewal = renew(key, obtain).finally(() => under.delete(key));
			under.set(key, renewal);
			return await renewal;
		},
		end(key, { token }) {
			const session = kept.get(key);
			if (session?.token !== token) return;
			kept.set(key, { ...session, renewAt: 0, expiresAt: 0 });
		},
	};
}
