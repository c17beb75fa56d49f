import type { Digests } from '../crypto/digest';
import {
	type Argon2Cost,
	keyFromPassphrase,
	PASSPHRASE_COST,
	SALT_BYTES,
} from '../crypto/passphrase';
import type { LogInUser, StoredPassword } from '../store/passwords';

export const MOST_PASSWORD_LETTERS = 1000;

/** Of all passwords that are set from now on; each row says its own. */
const PASSWORD_COST: Argon2Cost = PASSPHRASE_COST;
/** Salt for users who have no password, so that looking at them costs the same. */
const NO_SALT = new Uint8Array(SALT_BYTES);

/** What Argon2id made is keyed with the pepper and bound to its user, as all that proves somebody is. */
const shownBy = (userId: string, secret: Uint8Array) => ({ publicId: userId, secret });
const ownedBy = (userId: string) => ({ userId, credentialId: userId });

/** Makes what is stored of a password; in the thread pool, 64 MiB and about 150 ms. */
export async function digestPassword(
	{ digests, pepperVersion }: { readonly digests: Digests; readonly pepperVersion: number },
	bytes: (length: number) => Uint8Array,
	userId: string,
	password: string,
): Promise<StoredPassword> {
	const salt = bytes(SALT_BYTES);
	const secret = await keyFromPassphrase(password, salt, PASSWORD_COST);
	return {
		salt: Buffer.from(salt).toString('base64url'),
		cost: PASSWORD_COST,
		digest: digests.of('password', shownBy(userId, secret), ownedBy(userId)),
		pepperVersion,
	};
}

/**
 * Whether this is the user's password. A user who is unknown or has none costs what a wrong password
 * costs; so does a text that is too long to be one.
 */
export async function isPassword(
	digestsOf: (pepperVersion: number | undefined) => Digests,
	user: LogInUser | undefined,
	password: string,
): Promise<boolean> {
	const stored = user?.password;
	const isPossible = password.length <= MOST_PASSWORD_LETTERS;
	const salt = stored === undefined ? NO_SALT : Buffer.from(stored.salt, 'base64url');
	const cost = stored?.cost ?? PASSWORD_COST;
	const secret = await keyFromPassphrase(isPossible ? password : '', salt, cost);
	const owner = user && stored && { digest: stored.digest, ...ownedBy(user.id) };
	const shown = shownBy(user?.id ?? '', secret);
	return digestsOf(stored?.pepperVersion).matches('password', shown, owner) && isPossible;
}
