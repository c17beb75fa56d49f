import { isPassword } from '../authentication/password';
import { keyedMacs } from '../crypto/mac';
import type { Sodium } from '../crypto/sodium';
import { deriveSubkey } from '../crypto/subkey';
import { parseAddress } from '../http/cidr';
import { boundedWork } from '../limits/bounded-work';
import { takeLogIn } from '../limits/log-in-limits';
import { canonicalName } from '../store/canonical-name';
import type { Passwords } from '../store/passwords';
import type { RateBuckets } from '../store/rate-buckets';
import type { DigestsOf } from './realm-digests';
import type { RealmKeys } from './realm-keys';

/** Of all realms of this process together: each takes 64 MiB and a thread of four. */
export const passwordWork = boundedWork(2, 16);

/** What became of an attempt to log in. The reason is for the audit alone. */
export type LogIn =
	| {
			readonly kind: 'logged-in';
			readonly user: { readonly id: string; readonly name: string };
			/** Of the password that was shown: the user's next one has another. */
			readonly passwordId: string;
	  }
	| {
			readonly kind: 'refused';
			readonly reason: 'unknown-user' | 'no-password' | 'wrong-password' | 'user-disabled';
	  }
	/** Too many attempts as this user, or from this address. */
	| { readonly kind: 'throttled'; readonly retryAfterSeconds: number }
	/** Too many passwords are being looked at: 503. */
	| { readonly kind: 'busy' };

export interface LogInAttempt {
	readonly username: string;
	readonly password: string;
	readonly address: string | undefined;
}

export type LogInWith = (attempt: LogInAttempt) => Promise<LogIn>;

interface LogInDeps {
	readonly sodium: Sodium;
	readonly keys: RealmKeys;
	readonly digestsOf: DigestsOf;
	readonly passwords: Pick<Passwords, 'findByUsername'>;
	readonly buckets: RateBuckets;
}

const MOST_NAME_LETTERS = 400;

/** Lets users log in by their passwords. Whether a user is known can be told by no answer and no time. */
export function logIns({ sodium, keys, digestsOf, passwords, buckets }: LogInDeps): LogInWith {
	/** What people type as a name may be a password: no bucket is called by it. */
	const bucketOf = (username: string): string => {
		const macs = keyedMacs(sodium, deriveSubkey(sodium, keys.newest().bytes, 'pepper'));
		return macs.of(Buffer.from(`log-in\0${canonicalName(username)}`));
	};

	return async ({ username: given, password, address }) => {
		const username = given.slice(0, MOST_NAME_LETTERS);
		const from = address === undefined ? undefined : parseAddress(address);
		const retryAfterSeconds = await takeLogIn(buckets, bucketOf(username), from);
		if (retryAfterSeconds !== undefined) return { kind: 'throttled', retryAfterSeconds };

		const user = await passwords.findByUsername(username);
		if (user?.password !== undefined) await keys.need(user.password.pepperVersion);
		const matches = await passwordWork.run(() => isPassword(digestsOf, user, password));
		if (matches === 'busy') return { kind: 'busy' };
		if (user === undefined) return { kind: 'refused', reason: 'unknown-user' };
		if (user.password === undefined) return { kind: 'refused', reason: 'no-password' };
		if (!matches) return { kind: 'refused', reason: 'wrong-password' };
		if (!user.enabled) return { kind: 'refused', reason: 'user-disabled' };
		const { id, name } = user;
		return { kind: 'logged-in', user: { id, name }, passwordId: user.password.salt };
	};
}
