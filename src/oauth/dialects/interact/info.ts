import { type Answered, jsonAnswer } from '../../answers';
import { GET_ALONE } from '../../endpoints/metadata';
import type { OAuthPorts } from '../../ports';
import type { Received } from '../../request';
import { interactError } from './answers';

/** How an issuer stands where a client puts `https://` before it. */
const withoutScheme = (issuer: string): string => issuer.replace(/^https?:\/\//, '');

/** Interact's `GET /info`: where its callers find the API, and how they log in (IN-8). */
export function interactInfo(
	{ request, place }: Received,
	{ realm }: Pick<OAuthPorts, 'realm'>,
): Answered {
	if (request.method !== 'GET') return { answer: interactError(GET_ALONE), notes: [] };
	const info = {
		ApiDomain: withoutScheme(place.issuer),
		AuthMode: 'local',
		TenantGuid: realm.id,
		Name: realm.name,
	};
	return { answer: jsonAnswer(info), notes: [] };
}
