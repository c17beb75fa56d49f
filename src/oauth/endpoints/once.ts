import type { Answer } from '../../http/answer';
import type { Answered } from '../answers';
import type { ClosedLink, OpenedLink } from '../link-ports';
import { type Note, refusalNote } from '../note';
import { entryPage, type EntryMistake } from '../pages/entry';
import { errorPage } from '../pages/error';
import { closedPage, enteredPage, revealedPage, revealPage } from '../pages/link-pages';
import { pageAnswer } from '../pages/page-answer';
import { type Parameters, parseParameters } from '../parameters';
import type { OAuthPorts } from '../ports';
import { isRefused, type OAuthReason, refuse } from '../refusal';
import type { Received } from '../request';
import { readForm } from '../steps/read-form';
import { ENDPOINTS } from './paths';
import { refusedPage } from './refused-page';

const OPERATION = 'link.use';

const REASONS: Readonly<Record<ClosedLink['closed'], OAuthReason>> = {
	unknown: 'unknown-link',
	used: 'link-used',
	expired: 'link-expired',
	userGone: 'unknown-user',
};

/** A request with a link that works now. */
interface AtLink {
	readonly received: Received;
	readonly link: OpenedLink;
	readonly token: string;
}

const page = (html: string, status = 200): Answer => pageAnswer(html, status, []);

/** Whose link it was, for the audit. */
function noteOf({ stored, content }: OpenedLink, rest: Pick<Note, 'decision' | 'reason'>): Note {
	const user = content.kind === 'password' ? content.username : undefined;
	return { operation: OPERATION, credentialId: stored.id, user, ...rest };
}

/** Whatever the reason, it looks the same; only the audit has the reason. */
function refuseLink({ place }: Received, { closed, linkId }: ClosedLink): Answered {
	const refused = refuse('access_denied', REASONS[closed], { credentialId: linkId });
	return {
		answer: page(closedPage(place.requestId), 404),
		notes: [refusalNote(OPERATION, refused)],
	};
}

/** The page of a link that works: it uses nothing up, so that previews of links cannot. */
function pageOf({ received, link, token }: AtLink, mistake?: EntryMistake): string {
	const action = received.place.issuer + ENDPOINTS.once.path;
	const { content } = link;
	return content.kind === 'reveal'
		? revealPage({ action, link: token })
		: entryPage({ action, link: token, entry: content, mistake });
}

const STATUSES = { unusable: 422, different: 422, refused: 409 } as const;
const REASON_OF = {
	unusable: 'link-value-unusable',
	different: 'link-value-unusable',
	refused: 'link-value-refused',
} as const;

/** Says what is wrong with what was typed; the link still works. */
function again(at: AtLink, mistake: EntryMistake): Answered {
	const note = noteOf(at.link, { decision: 'refused', reason: REASON_OF[mistake] });
	return { answer: page(pageOf(at, mistake), STATUSES[mistake]), notes: [note] };
}

async function use(at: AtLink, form: Parameters, ports: OAuthPorts): Promise<Answered> {
	const { received, link } = at;
	const { address } = received.request;
	const accepted = noteOf(link, { decision: 'accepted' });
	const used = { closed: 'used', linkId: link.stored.id } as const;
	if (link.content.kind === 'reveal') {
		const values = await ports.links.reveal(link, address);
		if (values === 'used') return refuseLink(received, used);
		return { answer: page(revealedPage(values)), notes: [accepted] };
	}
	const value = form.get('value') ?? '';
	if (link.content.kind === 'password' && value !== (form.get('repeat') ?? '')) {
		return again(at, 'different');
	}
	const entered = await ports.links.enter(link, value, address);
	if (entered === 'used') return refuseLink(received, used);
	return entered === 'entered'
		? { answer: page(enteredPage()), notes: [accepted] }
		: again(at, entered);
}

/** Finds what a token opens, unless its address has shown too many that open nothing. */
async function find(
	received: Received,
	parameters: Parameters,
	{ links }: OAuthPorts,
): Promise<AtLink | Answered> {
	const { address } = received.request;
	const wait = links.retryAfter(address);
	if (wait !== undefined) {
		const { requestId } = received.place;
		const refused = refuse('access_denied', 'too-many-failed-attempts');
		const answer = page(errorPage({ mistake: 'tooMany', requestId }), 429);
		return {
			answer: { ...answer, headers: { ...answer.headers, 'retry-after': String(wait) } },
			notes: [refusalNote(OPERATION, refused)],
		};
	}
	const token = parameters.isRepeated('link') ? '' : (parameters.get('link') ?? '');
	const link = await links.open(token);
	if (!('closed' in link)) return { received, link, token };
	if (link.closed === 'unknown') links.noteUnknown(address);
	return refuseLink(received, link);
}

/** One-time links. GET shows what they are for, POST uses them up. */
export async function onceEndpoint(received: Received, ports: OAuthPorts): Promise<Answered> {
	const { method, search } = received.request;
	if (method === 'GET') {
		const at = await find(received, parseParameters(search), ports);
		return 'answer' in at ? at : { answer: page(pageOf(at)), notes: [] };
	}
	if (method !== 'POST') {
		const refused = refuse('invalid_request', 'method-not-allowed', { status: 405 });
		return refusedPage(received, OPERATION, refused);
	}
	const read = readForm(received);
	if (isRefused(read)) return refusedPage(received, OPERATION, read);
	const at = await find(received, read.form, ports);
	return 'answer' in at ? at : await use(at, read.form, ports);
}
