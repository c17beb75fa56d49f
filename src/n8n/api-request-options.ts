import type { LastPage, NextPage } from '../http/paging';
import type { RetryPolicy } from '../http/retry';
import type { Place } from '../secrets/resolve';

/** How an answer becomes items. */
export interface ResponseShape {
	readonly format: 'autodetect' | 'json' | 'text' | 'file';
	/** The whole answer, or its body alone. */
	readonly gives: 'answer' | 'body';
	/** The member for a text that is given alone, and the binary field for a file. */
	readonly property: string;
}

export interface Paging {
	readonly next: NextPage;
	readonly last: LastPage;
	readonly mostPages: number;
	readonly intervalMs: number;
}

/** The node's options for one item, evaluated by n8n. */
export interface Options {
	/** Where references count besides headers. */
	readonly places: ReadonlySet<Place>;
	readonly timeout: number | undefined;
	readonly statusErrors: 'fail' | 'pass-on';
	readonly redact: 'on' | 'off';
	readonly redirects: 'follow' | 'pass-on';
	/** The URL of a proxy; an empty text for n8n's own settings. */
	readonly proxy: string;
	readonly response: ResponseShape;
	readonly retry: RetryPolicy | undefined;
	readonly paging: Paging | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** The fields of a group: n8n stores `{ retry: { retry: { ... } } }`. */
function groupIn(options: Fields, name: string, group = name): Fields | undefined {
	const collection = options[name];
	const fields = isFields(collection) ? collection[group] : undefined;
	return isFields(fields) ? fields : undefined;
}

const text = (value: unknown, otherwise: string): string =>
	typeof value === 'string' && value !== '' ? value : otherwise;

function numberFrom(value: unknown, least: number, otherwise: number): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) && number >= least
		? number
		: otherwise;
}

function responseIn(options: Fields): ResponseShape {
	const { responseFormat, fullResponse, outputPropertyName } = groupIn(options, 'response') ?? {};
	const formats = ['json', 'text', 'file'] as const;
	return {
		format: formats.find((known) => known === responseFormat) ?? 'autodetect',
		gives: fullResponse === false ? 'body' : 'answer',
		property: text(outputPropertyName, 'data'),
	};
}

function retryIn(options: Fields): RetryPolicy | undefined {
	const fields = groupIn(options, 'retry');
	return (
		fields && {
			tries: numberFrom(fields['maxTries'], 1, 3),
			firstWaitMs: numberFrom(fields['firstWait'], 0, 1000),
			longestWaitMs: numberFrom(fields['longestWait'], 0, 30_000),
			unsafe: fields['repeatUnsafe'] === true ? 'repeat' : 'leave',
		}
	);
}

function nextPageIn({ paginationMode, nextPath, parameter, start, step }: Fields): NextPage {
	const path = text(nextPath, 'next');
	switch (paginationMode) {
		case 'nextUrl':
			return { kind: 'next-url', path };
		case 'cursor':
			return { kind: 'cursor', path, parameter: text(parameter, 'page') };
		case 'counter':
			return {
				kind: 'counter',
				parameter: text(parameter, 'page'),
				start: numberFrom(start, -Infinity, 1),
				step: numberFrom(step, -Infinity, 1),
			};
		default:
			return { kind: 'link-header' };
	}
}

function lastPageIn(
	{ completeWhen, completePath, statusCodes }: Fields,
	{ kind }: NextPage,
): LastPage {
	const path = text(completePath, '');
	switch (completeWhen) {
		case 'falseMember':
			return { kind: 'false-member', path };
		case 'status':
			return {
				kind: 'status',
				statuses: String(statusCodes ?? '')
					.split(',')
					.map(Number),
			};
		default:
			// A counter goes on for ever; the others end by themselves.
			return { kind: 'empty-list', path, otherwise: kind === 'counter' ? 'last' : 'go-on' };
	}
}

function pagingIn(options: Fields): Paging | undefined {
	const fields = groupIn(options, 'pagination');
	if (fields === undefined) return undefined;
	const next = nextPageIn(fields);
	return {
		next,
		last: lastPageIn(fields, next),
		mostPages: numberFrom(fields['maxPages'], 1, 100),
		intervalMs: numberFrom(fields['pageInterval'], 0, 0),
	};
}

/** Reads the options; what is missing or makes no sense has its default. */
export function readOptions(stored: unknown): Options {
	const options = isFields(stored) ? stored : {};
	const { timeout, proxy, referencesIn } = options;
	const listed: readonly unknown[] = Array.isArray(referencesIn) ? referencesIn : [];
	return {
		places: new Set((['query', 'body'] as const).filter((place) => listed.includes(place))),
		timeout: typeof timeout === 'number' && timeout > 0 ? timeout : undefined,
		statusErrors: options['ignoreHttpStatusErrors'] === true ? 'pass-on' : 'fail',
		redact: options['redactSecrets'] === false ? 'off' : 'on',
		redirects: options['followRedirects'] === false ? 'pass-on' : 'follow',
		proxy: typeof proxy === 'string' ? proxy.trim() : '',
		response: responseIn(options),
		retry: retryIn(options),
		paging: pagingIn(options),
	};
}

/** How many items are sent at once, and how long to wait before the next ones: `{ batch: { ... } }`. */
export function readBatching(batching: unknown): {
	readonly size: number;
	readonly intervalMs: number;
} {
	const fields = groupIn({ batching }, 'batching', 'batch');
	return {
		size: fields === undefined ? 1 : Math.floor(numberFrom(fields['batchSize'], 1, 50)),
		intervalMs: fields === undefined ? 0 : numberFrom(fields['batchInterval'], 0, 1000),
	};
}
