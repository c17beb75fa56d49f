import type { AdminParameters } from '../demo/administer.mts';
import { setPassword } from './set-password.mts';
import type { World } from './world.mts';

export interface Person {
	readonly username: string;
	readonly password: string;
}

/** What an operator enters to register a partner of the tenant. */
export const partnerRegistration = (
	{ webhook }: World,
	addresses: { readonly server: string; readonly api: string },
	more: object,
): AdminParameters => ({
	resource: 'client',
	operation: 'register',
	name: 'A partner',
	grants: 'authorization_code, refresh_token, client_credentials',
	dialects: 'interActionPlus',
	partner: 'Acme Ltd',
	goals: 'Bills',
	dataScope: 'Matters',
	contact: 'legal@example.com',
	tenant: 'firm',
	authorityUrl: webhook(addresses.server),
	apiUrl: webhook(addresses.api),
	...more,
});

/** Makes a user who may consent to a set-up, by a group of that name. */
export async function makeConsentAdministrator(
	world: World,
	group: string,
	{ username, password }: Person,
): Promise<void> {
	const { admin } = world;
	await admin({ resource: 'group', operation: 'create', name: group });
	const role = { application: 'Realm', name: group, privileges: 'Grant Consent' };
	await admin({ resource: 'role', operation: 'create', ...role });
	await admin({
		resource: 'group',
		operation: 'addRole',
		group,
		application: 'Realm',
		role: group,
	});
	const user = { username, displayName: '', groups: group };
	await admin({ resource: 'user', operation: 'create', ...user });
	await setPassword(world, username, password);
}
