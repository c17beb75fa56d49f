import { parseOriginRule } from '../http/origin';
import type { Access } from '../store/access';
import { canonicalName } from '../store/canonical-name';
import { REALM_PRIVILEGES } from '../store/privileges';
import { quoted } from './name';
import { type Outcome, done, refused } from './outcome';
import { checkPrivilege } from './privilege-name';

const REALM_KEYS: ReadonlySet<string> = new Set(REALM_PRIVILEGES.map(canonicalName));

/** Checks origins, each of which must be one; they come as browsers write them (IB-14). */
export function checkOrigins(texts: readonly string[]): Outcome<readonly string[]> {
	if (texts.length === 0) {
		return refused(
			'The list of origins is empty, so that no page could use the key: name one, such as https://app.example.com.',
		);
	}
	const rules = texts.map((text) => parseOriginRule(text));
	const wrong = texts.find((_, index) => rules[index] === undefined);
	return wrong === undefined
		? done([...new Set(rules.flatMap((rule) => rule?.text ?? []))])
		: refused(
				`The origin ${quoted(wrong)} cannot be allowed: write it like https://app.example.com or https://*.example.com, without a path; http works for loopback and addresses alone.`,
			);
}

/**
 * Checks what calls with a public key may do: only what its user has now in some application, and
 * nothing over the realm (IB-15, NT-60).
 */
export async function checkOwnPrivileges(
	access: Pick<Access, 'ofUser'>,
	user: { readonly id: string; readonly name: string },
	texts: readonly string[],
): Promise<Outcome<readonly string[]>> {
	const { grants } = await access.ofUser(user.id);
	const owned = new Set(grants.map(({ privilege }) => canonicalName(privilege)));
	const names = new Map<string, string>();
	for (const text of texts) {
		const name = checkPrivilege(text);
		if (name.kind === 'refused') return name;
		const key = canonicalName(name.value);
		if (REALM_KEYS.has(key)) {
			return refused(
				`The privilege ${quoted(name.value)} is over the realm: a domain key, which anybody can read, never has it.`,
			);
		}
		if (!owned.has(key)) {
			return refused(
				`The user ${quoted(user.name)} lacks the privilege ${quoted(name.value)}: give the user a role with it first, or leave it out.`,
			);
		}
		names.set(key, name.value);
	}
	return done([...names.values()].sort());
}
