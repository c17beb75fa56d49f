import { type Answered, errorAnswer, jsonAnswer } from '../answers';
import type { OAuthPorts } from '../ports';
import type { Received } from '../request';
import { GET_ALONE, PUBLIC_FIELDS } from './metadata';

/** The public keys of JWTs: RFC 7517 section 5. */
export async function jwksEndpoint(
	{ request }: Received,
	{ publicKeys }: Pick<OAuthPorts, 'publicKeys'>,
): Promise<Answered> {
	if (request.method !== 'GET') return { answer: errorAnswer(GET_ALONE), notes: [] };
	return { answer: jsonAnswer(await publicKeys(), 200, PUBLIC_FIELDS), notes: [] };
}
