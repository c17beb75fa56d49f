import type { Answer } from '../../../http/answer';
import { describeError, jsonAnswer, statusOf } from '../../answers';
import type { Refused } from '../../refusal';
import { unavailable } from '../../unavailable';

/** Interact's callers read one `Message`, and the same one whatever they showed was wrong (IN-14). */
export function interactError(refused: Refused): Answer {
	const { refused: error, headers = {} } = refused;
	return jsonAnswer({ Message: describeError(error) }, statusOf(refused), headers);
}

/** Says that nothing can be decided now. */
export function interactUnavailable(): Answer {
	return interactError(unavailable());
}
