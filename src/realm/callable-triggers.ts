import { mayCall, type Limits, type Policy } from '../authorization/may-call';
import { parseAddress } from '../http/cidr';
import type { Access } from '../store/access';
import type { ActiveTriggers, TriggerPlace } from '../store/active-triggers';

type Demands = Pick<
	Policy,
	'application' | 'acceptedCredentials' | 'requiredPrivileges' | 'requiredScopes'
>;

/** The triggers of a realm that are published, as n8n tells of them. */
export interface PublishedTriggers {
	publish(place: TriggerPlace, path: string, policy: Policy): Promise<void>;
	withdraw(place: TriggerPlace): Promise<void>;
}

export function publishedTriggers(triggers: ActiveTriggers): PublishedTriggers {
	return {
		async publish(place, path, policy) {
			const { application, acceptedCredentials, requiredPrivileges, requiredScopes } = policy;
			const demands = { application, acceptedCredentials, requiredPrivileges, requiredScopes };
			await triggers.put({ ...place, path, demands });
		},
		withdraw: (place) => triggers.remove(place),
	};
}

/** Who asks where to call: a user by way of a key, which may limit what the user may. */
export interface KeyHolder {
	readonly user: { readonly id: string; readonly name: string };
	readonly limits: Limits;
}

/** The published triggers that a holder of a token may call now, by their paths. */
export function callableTriggers(
	triggers: Pick<ActiveTriggers, 'list'>,
	{ ofUser }: Pick<Access, 'ofUser'>,
) {
	return async (
		{ user, limits }: KeyHolder,
		address: string | undefined,
	): Promise<Readonly<Record<string, string>>> => {
		const access = await ofUser(user.id);
		const from = address === undefined ? undefined : parseAddress(address);
		// Tokens that are had by keys have no scopes.
		const caller = { user: { ...user, enabled: true }, scopes: [], access, limits, address: from };
		const callable = (await triggers.list()).filter(({ demands }) => {
			const { acceptedCredentials, ...rest } = demands as Demands;
			const policy = { ...rest, allowAnonymous: false };
			return (
				acceptedCredentials.includes('accessToken') && mayCall(caller, policy).kind === 'allowed'
			);
		});
		return Object.fromEntries(callable.map(({ path, url }) => [path, url]));
	};
}
