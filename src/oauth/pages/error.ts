import { documentOf, escapeHtml, filled } from './html';
import { TEXTS } from './texts';

export interface ErrorValues {
	readonly mistake: 'request' | 'expired' | 'used' | 'forged' | 'tooMany' | 'unavailable';
	/** By which an operator finds the reason. */
	readonly requestId: string;
}

/** The page for a browser that cannot be sent on. */
export function errorPage({ mistake, requestId }: ErrorValues): string {
	const texts = TEXTS.error;
	return documentOf(
		texts.title,
		`<p>${escapeHtml(texts[mistake])}</p>` +
			`<p class="quiet">${filled(texts.reference, { requestId })}</p>`,
		true,
	);
}
