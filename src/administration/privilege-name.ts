import { canonicalName } from '../store/canonical-name';
import { BUILT_IN_PRIVILEGES, REALM_APPLICATION, REALM_PRIVILEGES } from '../store/privileges';
import { checkName, quoted } from './name';
import { type Outcome, done, refused } from './outcome';

const BUILT_IN_BY_KEY: ReadonlyMap<string, string> = new Map(
	BUILT_IN_PRIVILEGES.map((name) => [canonicalName(name), name]),
);
const REALM_KEYS: ReadonlySet<string> = new Set(REALM_PRIVILEGES.map(canonicalName));

/** Checks one name; a built-in privilege comes in its own spelling. */
export function checkPrivilege(text: string): Outcome<string> {
	const name = checkName('name of the privilege', text);
	if (name.kind === 'refused') return name;
	return done(BUILT_IN_BY_KEY.get(canonicalName(name.value)) ?? name.value);
}

/** Checks what a role of an application shall give: each name once, realm privileges in `Realm`. */
export function checkPrivileges(
	application: string,
	texts: readonly string[],
): Outcome<readonly string[]> {
	const names = new Map<string, string>();
	for (const text of texts) {
		const name = checkPrivilege(text);
		if (name.kind === 'refused') return name;
		names.set(canonicalName(name.value), name.value);
	}
	const isRealm = canonicalName(application) === canonicalName(REALM_APPLICATION);
	const stray = isRealm ? undefined : [...names.keys()].find((key) => REALM_KEYS.has(key));
	if (stray === undefined) return done([...names.values()].sort());
	return refused(
		`The privilege ${quoted(names.get(stray) ?? stray)} counts only from roles of the application "Realm": put it into one of those.`,
	);
}

/** Whether a name is a built-in privilege's. */
export const isBuiltInPrivilege = (name: string): boolean =>
	BUILT_IN_BY_KEY.has(canonicalName(name));
