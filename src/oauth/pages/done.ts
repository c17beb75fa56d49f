import { documentOf, filled } from './html';
import { TEXTS } from './texts';

export interface DoneValues {
	readonly outcome: 'allowed' | 'denied';
	/** Name of the client. */
	readonly client: string;
	/** Name of the user whom it acts as; empty where that was denied. */
	readonly account: string;
}

/** The page that ends what began here, where there is nowhere to send the browser. */
export function donePage({ outcome, client, account }: DoneValues): string {
	const texts = TEXTS.done[outcome];
	return documentOf(texts.title, `<p>${filled(texts.text, { client, account })}</p>`);
}
