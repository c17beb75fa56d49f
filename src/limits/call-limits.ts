import { type Address, networkText } from '../http/cidr';
import {
	type RateLimit,
	type Remaining,
	remainingIn,
	type Take,
	type Taken,
	takeOf,
} from '../store/rate-buckets';

/** What shares a limit of a trigger: calls with one key, as one user, from one address, or all. */
export type LimitScope = 'key' | 'user' | 'address' | 'trigger';

export interface TriggerLimit extends RateLimit {
	readonly per: LimitScope;
}

/** From the narrowest to the widest: whoever is refused by their own limit takes nothing of others. */
const SCOPES: readonly LimitScope[] = ['key', 'user', 'address', 'trigger'];

/** A user whose calls are counted, and the limit over all triggers together. */
export interface LimitedUser {
	readonly id: string;
	readonly limit: RateLimit | undefined;
}

/** A call that is let in by everything but limits. */
export interface LimitedCall {
	/** Names the trigger within the realm. */
	readonly trigger: string;
	readonly credentialId: string | undefined;
	/** The user whom it runs as, and whoever acts as that user. */
	readonly users: readonly LimitedUser[];
	readonly address: Address | undefined;
	/** Over all triggers together. */
	readonly keyLimit: RateLimit | undefined;
	/** Of the calls with this credential from this address, over all triggers together. */
	readonly perAddressLimit?: RateLimit | undefined;
}

/** A limit that a call falls under. */
export interface CallLimit extends RateLimit {
	readonly per: LimitScope;
	readonly take: Take;
}

/** A limit after a call was taken from it. */
export interface LimitState extends CallLimit {
	readonly remaining: Remaining;
}

function ownersOf(per: LimitScope, call: LimitedCall): readonly string[] {
	switch (per) {
		case 'key':
			return call.credentialId === undefined ? [] : [call.credentialId];
		case 'user':
			return call.users.map(({ id }) => id);
		case 'address':
			return [call.address === undefined ? 'unknown' : networkText(call.address)];
		case 'trigger':
			return [''];
	}
}

/** Everything that limits a call, in the order in which it is to be taken. */
export function limitsOf(call: LimitedCall, limits: readonly TriggerLimit[]): readonly CallLimit[] {
	const own = (per: LimitScope, limit: RateLimit | undefined, id: string | undefined) =>
		limit === undefined || id === undefined
			? []
			: [{ ...limit, per, take: takeOf(`${per} ${id}`, limit) }];
	const ofTrigger = limits.flatMap((limit) =>
		ownersOf(limit.per, call).map((owner) => {
			const bucket = [limit.per, owner, limit.seconds, call.trigger].join(' ');
			return { ...limit, take: takeOf(bucket, limit) };
		}),
	);
	const addressOfCredential = [call.credentialId ?? '', ...ownersOf('address', call)].join(' ');
	const shared = [
		...own('key', call.keyLimit, call.credentialId),
		...call.users.flatMap(({ id, limit }) => own('user', limit, id)),
		...ofTrigger,
	].sort((one, other) => SCOPES.indexOf(one.per) - SCOPES.indexOf(other.per));
	return [...own('address', call.perAddressLimit, addressOfCredential), ...shared];
}

/** What is left of each limit that was taken from; the last one may have refused the call. */
export function statesOf(
	limits: readonly CallLimit[],
	taken: readonly Taken[],
): readonly LimitState[] {
	return taken.flatMap((result, index) => {
		const limit = limits[index];
		return limit ? [{ ...limit, remaining: remainingIn(limit.take, result) }] : [];
	});
}
