import { isPassword } from '../authentication/password';
import { keyedMacs } from '../crypto/mac';
import type { Sodium } from '../crypto/sodium';
import { deriveSubkey } from '../crypto/subkey';
import { parseAddress } from '../http/cidr';
import { boundedWork } from '../limits/bounded-work';
import { takeLogIn } from '../limits/log-in-limits';
import type { LogInPort } from '../oauth/ports';
import { canonicalName } from '../store/canonical-name';
import type { Passwords } from '../store/passwords';
import type { RateBuckets } from '../store/rate-buckets';
import type { DigestsOf } from './realm-digests';
import type { RealmKeys } from './realm-keys';

/** Of all realms of this process together: each takes 64 MiB and a thread of four. */
export const passwordWork = boundedWork(2, 16);

interface LogInDeps {
	readonly sodium: Sodium;
	readonly keys: RealmKeys;
	readonly digestsOf: DigestsOf;
	readonly passwords: Pick<Passwords, 'findByUsername'>;
	readonly buckets: RateBuckets;
}

const MOST_NAME_LETTERS = 400;

/** Lets users log in by their passwords. */
export function logIns({ sodium, keys, digestsOf, passwords, buckets }: LogInDeps): LogInPort {
	/** What people type as a name may be a password: no bucket is called by it. */
	const bucketOf = (username: string): string => {
		const macs = keyedMacs(sodium, deriveSubkey(sodium, keys.newest().bytes, 'pepper'));
		return macs.of(Buffer.from(`log-in\0${canonicalName(username)}`));
	};

	return async ({ username: given, password, address }) => {
		const username = given.slice(0, MOST_NAME_LETTERS);
		const from = address === undefined ? undefined : parseAddress(address);
		// Looked for in each attempt, also in one that is then throttled: so the audit has the user's name.
		const user = await passwords.findByUsername(username);
		const found = { username: user?.name };
		const retryAfterSeconds = await takeLogIn(buckets, bucketOf(username), from);
		if (retryAfterSeconds !== undefined) return { kind: 'throttled', retryAfterSeconds, ...found };

		if (user?.password !== undefined) await keys.need(user.password.pepperVersion);
		const matches = await passwordWork.run(() => isPassword(digestsOf, user, password));
		if (matches === 'busy') return { kind: 'busy', ...found };
		if (user === undefined) return { kind: 'refused', reason: 'unknown-user', ...found };
		if (user.password === undefined) return { kind: 'refused', reason: 'no-password', ...found };
		if (!matches) return { kind: 'refused', reason: 'wrong-password', ...found };
		if (!user.enabled) return { kind: 'refused', reason: 'user-disabled', ...found };
		const { id, name } = user;
		return { kind: 'logged-in', user: { id, name }, passwordId: user.password.salt };
	};
}
