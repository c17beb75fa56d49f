import { parseBase64Text, parsePair } from '../http/base64-text';
import { canonicalName } from '../store/canonical-name';
import { authenticateApiKey, type ApiKeyDeps } from './api-key';
import { type Authenticated, reject, type Rejection, type Scheme } from './scheme';

/**
 * Authenticates Verint's `Rest-User-Token`, base64 of `<API key>:<user name>` (VE-23). The key
 * decides, and holds for the user only whose it is, by the canonical name (VE-24, NT-57, NT-58). A
 * user name may have a colon, a key has none.
 */
async function authenticateUserToken(
	deps: ApiKeyDeps,
	text: string,
): Promise<Authenticated | Rejection> {
	const [key, username] = parsePair(parseBase64Text(text) ?? '') ?? [];
	if (key === undefined || username === undefined) return reject('malformed-key');
	const authenticated = await authenticateApiKey(deps, key);
	if (authenticated.kind === 'rejection') return authenticated;
	const { caller } = authenticated;
	if (canonicalName(username) !== canonicalName(caller.user ?? '')) {
		return reject('user-mismatch', caller.credentialId ?? undefined);
	}
	return { ...authenticated, caller: { ...caller, scheme: 'restUserToken' } };
}

export const REST_USER_TOKEN: Scheme<ApiKeyDeps> = {
	kind: 'restUserToken',
	reads: ({ anchor, fields }) => (anchor === 'rest-user-token' ? fields.get(anchor) : undefined),
	authenticate: authenticateUserToken,
};
