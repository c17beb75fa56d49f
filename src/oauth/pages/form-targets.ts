import { formTarget } from './page-answer';

/** Where the answer of a form may send the browser; nowhere where it stays here. */
export function formTargets(redirectUri: string | undefined): readonly string[] {
	return redirectUri === undefined ? [] : [formTarget(redirectUri)];
}
