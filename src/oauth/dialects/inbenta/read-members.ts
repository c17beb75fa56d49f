import { type Refused, refuse, isRefused } from '../../refusal';
import { mediaTypeOf } from '../../request';
import { readForm } from '../../steps/read-form';
import type { WithKey } from './read-request';

export interface WithMembers extends WithKey {
	/** What the body says, as texts. */
	readonly members: ReadonlyMap<string, string>;
}

const MOST_LETTERS = 64 * 1024;

function jsonIn(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined; // what is no JSON is an expected outcome here
	}
}

/** The members of a JSON body, or of a form as Inbenta's official connector sends it (IB-2). */
export function readMembers(state: WithKey): WithMembers | Refused {
	const { request } = state;
	if (mediaTypeOf(request) !== 'application/json') {
		const read = readForm(state);
		if (isRefused(read)) return read;
		const { names, get } = read.form;
		const members = new Map(names.map((name) => [name, get(name) ?? '']));
		return { ...state, members };
	}
	if (request.body.length > MOST_LETTERS) return refuse('invalid_request', 'request-too-large');
	const json = jsonIn(request.body);
	if (typeof json !== 'object' || json === null || Array.isArray(json)) {
		return refuse('invalid_request', 'malformed-parameter');
	}
	const texts = Object.entries(json).filter(
		(entry): entry is [string, string] => typeof entry[1] === 'string',
	);
	return { ...state, members: new Map(texts) };
}
