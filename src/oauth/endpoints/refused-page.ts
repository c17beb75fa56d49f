import type { Answered } from '../answers';
import { type OAuthOperation, refusalNote } from '../note';
import { errorPage, type ErrorValues } from '../pages/error';
import { pageAnswer } from '../pages/page-answer';
import type { OAuthReason, Refused } from '../refusal';
import type { Received } from '../request';

const MISTAKES: Partial<Record<OAuthReason, ErrorValues['mistake']>> = {
	'form-expired': 'expired',
	'form-used': 'used',
	'form-forged': 'forged',
};

/** Says no on a page: for whoever cannot be sent on. */
export function refusedPage(
	{ place }: Received,
	operation: OAuthOperation,
	refused: Refused,
): Answered {
	const html = errorPage({
		mistake: MISTAKES[refused.reason] ?? 'request',
		requestId: place.requestId,
	});
	return {
		answer: pageAnswer(html, refused.status ?? 400, []),
		notes: [refusalNote(operation, refused)],
	};
}
