import type { Outcome, Realm } from '../realm/realm';
import type { Parameters } from './parameters';

const ACTING_USER = 'actingUser';

/**
 * The realm as the acting user may administer it, or as the operator where the field was left
 * empty. A field that was filled and comes out empty is a refusal: an expression that finds nothing
 * must not make anybody the operator (NT-81).
 */
export async function administeredRealm(
	realm: Realm,
	parameters: Parameters,
): Promise<Outcome<Realm>> {
	if (!parameters.isWritten(ACTING_USER)) return { kind: 'done', value: realm };
	const username = parameters.text(ACTING_USER).trim();
	if (username === '') {
		return {
			kind: 'refused',
			sentence: 'The acting user is empty: name a user, or clear the field to act as the operator.',
		};
	}
	return await realm.administeredBy(username);
}
