import type { Answer } from '../../../http/answer';
import { answerForPage } from '../../../http/cors';
import { describeError, jsonAnswer, statusOf } from '../../answers';
import type { OAuthError, Refused } from '../../refusal';
import { unavailable } from '../../unavailable';
import type { WithKey } from './read-request';

/** Inbenta's words, the same whatever of key, secret or token was wrong (IB-4). */
const MESSAGES: Partial<Readonly<Record<OAuthError, string>>> = {
	invalid_grant: 'Secret token not valid',
	invalid_client: 'Access token not valid',
	unauthorized_client: 'Access denied',
};

/** Whether a page may read an answer depends on it, for every cache on the way. */
const VARY = { vary: 'Origin' };

export function inbentaError(refused: Refused): Answer {
	const { refused: error, headers = {} } = refused;
	const code = statusOf(refused);
	const message = MESSAGES[error] ?? describeError(error);
	return jsonAnswer({ error: { code, message } }, code, { ...VARY, ...headers });
}

/** An answer that the page may read which asked for it: whoever calls this has seen that it is listed. */
export function inbentaAnswer(body: object, { page }: Pick<WithKey, 'page'>): Answer {
	return jsonAnswer(body, 200, { ...VARY, ...answerForPage(page) });
}

/** Says that nothing can be decided now. */
export function inbentaUnavailable(): Answer {
	return inbentaError(unavailable());
}
