import { type Address, networkText } from '../http/cidr';
import { type RateBuckets, type RateLimit, remainingIn, takeOf } from '../store/rate-buckets';

/** Attempts to log in as one user from one address: five, and then one a minute. */
export const LOG_INS_OF_USER_FROM_ADDRESS: RateLimit = { calls: 5, seconds: 300, burst: 5 };
/** From one address, whoever it is. */
export const LOG_INS_FROM_ADDRESS: RateLimit = { calls: 30, seconds: 300, burst: 30 };
/** As one user, wherever from. Wide enough that strangers do not easily lock the user out. */
export const LOG_INS_OF_USER: RateLimit = { calls: 60, seconds: 300, burst: 60 };

/**
 * Takes one attempt, right or wrong, before the password is looked at, so that many at once are no
 * way round. `user` names the user without telling who it is. Gives the seconds after which to come
 * again; `undefined` where the attempt may go on.
 */
export async function takeLogIn(
	buckets: RateBuckets,
	user: string,
	address: Address | undefined,
): Promise<number | undefined> {
	const from = address === undefined ? 'unknown' : networkText(address);
	const takes = [
		takeOf(`log-in ${user} ${from}`, LOG_INS_OF_USER_FROM_ADDRESS),
		takeOf(`log-in-from ${from}`, LOG_INS_FROM_ADDRESS),
		takeOf(`log-in-of ${user}`, LOG_INS_OF_USER),
	];
	const taken = await buckets.take(takes);
	const last = taken.at(-1);
	const take = takes[taken.length - 1];
	return last === undefined || take === undefined || last.allowed
		? undefined
		: remainingIn(take, last).retryAfter;
}
