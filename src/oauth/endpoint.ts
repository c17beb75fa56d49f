import type { Answer } from '../http/answer';
import type { Answered } from './answers';
import type { OAuthPorts } from './ports';
import type { Received } from './request';

/** What one address of the server does. */
export interface Endpoint {
	/** Whatever is wrong with the request is an answer too. */
	answer(received: Received, ports: OAuthPorts): Answered | Promise<Answered>;
	/** Says that nothing can be decided now, as the endpoint says things. */
	unavailable(requestId: string): Answer;
}
