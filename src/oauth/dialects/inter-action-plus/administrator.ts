import type { OAuthPorts } from '../../ports';
import type { BuiltInPrivilege } from '../../../store/privileges';

const GIVE_CONSENT: readonly BuiltInPrivilege[] = ['Grant Consent', 'Manage Access'];

/** Whether a user may set clients up (IA-5). */
export async function maySetUp(
	{ id }: { readonly id: string },
	{ users }: Pick<OAuthPorts, 'users'>,
): Promise<boolean> {
	const privileges = await users.realmPrivileges(id);
	return privileges.some((privilege) => GIVE_CONSENT.includes(privilege));
}

/** Whether a user has any privilege over the realm, so that a client should not act as them (IA-7). */
export async function isAdministrator(
	{ id }: { readonly id: string },
	{ users }: Pick<OAuthPorts, 'users'>,
): Promise<boolean> {
	return (await users.realmPrivileges(id)).length > 0;
}
