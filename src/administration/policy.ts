import type { Policy } from '../authorization/may-call';
import type { Access } from '../store/access';
import type { Applications } from '../store/applications';
import { canonicalName } from '../store/canonical-name';
import { REALM_APPLICATION } from '../store/privileges';
import { quoted } from './name';
import { type Outcome, done, refused } from './outcome';
import { checkPrivilege, isBuiltInPrivilege } from './privilege-name';
import { unknownName } from './sentences';

/**
 * Checks that callers could meet a policy: its application is there, and each privilege is built in
 * or given by a role of the application. Names come in their own spelling.
 */
export async function checkPolicy(
	{ applications, access }: { readonly applications: Applications; readonly access: Access },
	policy: Policy,
): Promise<Outcome<Policy>> {
	const application = await applications.find(policy.application);
	if (application === undefined) return unknownName('application', policy.application);
	if (canonicalName(application.name) === canonicalName(REALM_APPLICATION)) {
		return refused('The application "Realm" is for administration: choose another one.');
	}
	const known = new Set(await access.privilegesIn(canonicalName(application.name)));
	const requiredPrivileges: string[] = [];
	for (const text of policy.requiredPrivileges) {
		const name = checkPrivilege(text);
		if (name.kind === 'refused') return name;
		if (!isBuiltInPrivilege(name.value) && !known.has(canonicalName(name.value))) {
			return refused(
				`No role of the application ${quoted(application.name)} gives the privilege ${quoted(name.value)}: correct its name or put it into a role first.`,
			);
		}
		requiredPrivileges.push(name.value);
	}
	return done({ ...policy, application: application.name, requiredPrivileges });
}
