import { canonicalName } from '../store/canonical-name';
import type { Grant } from '../store/access';
import { MANAGE_ACCESS, REALM_APPLICATION } from '../store/privileges';
import { quoted } from './name';
import { type Outcome, done, refused } from './outcome';

/** Who administers: the operator, who may do everything, or a user with that user's privileges. */
export type Actor =
	| { readonly kind: 'operator' }
	| { readonly kind: 'user'; readonly name: string; readonly grants: readonly Grant[] };

export const OPERATOR: Actor = { kind: 'operator' };

/** A grant as a text that is equal for equal grants. */
const keyOf = ({ application, privilege }: Grant): string =>
	JSON.stringify([canonicalName(application), canonicalName(privilege)]);

const MANAGE_KEY = keyOf({ application: REALM_APPLICATION, privilege: MANAGE_ACCESS });

/** Lets a user act as an admin who has `Manage Access` (NT-81). */
export function checkActor(
	user: { readonly name: string; readonly enabled: boolean },
	grants: readonly Grant[],
): Outcome<Actor> {
	const manages = grants.some((grant) => keyOf(grant) === MANAGE_KEY);
	if (user.enabled && manages) return done({ kind: 'user', name: user.name, grants });
	return refused(
		`The user ${quoted(user.name)} may not do this: it takes an enabled user with Manage Access.`,
	);
}

/** Lets an actor give only what the actor has (NT-81); the operator gives anything. */
export async function checkGiving(
	actor: Actor,
	given: () => Promise<readonly Grant[]> | readonly Grant[],
): Promise<Outcome<undefined>> {
	if (actor.kind === 'operator') return done(undefined);
	const owned = new Set(actor.grants.map(keyOf));
	const beyond = (await given()).find((grant) => !owned.has(keyOf(grant)));
	if (beyond === undefined) return done(undefined);
	return refused(
		`The user ${quoted(actor.name)} cannot give ${quoted(beyond.privilege)} in the application ${quoted(beyond.application)} without having it.`,
	);
}
