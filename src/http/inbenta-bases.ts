import { urlDecoded, urlEncoded } from './form-encoding';
import { inbentaQuery, type InbentaClient } from './inbenta-query';
import type { HttpMessage } from './message';

/** Of Inbenta's signatures. */
export const INBENTA_VERSION = 'v1';
/** Where the part of a path begins that an API's base address does not have. */
const FIRST_SEGMENT = /(?:^|\/)(v\d+(?:\/.*)?)$/;
const AND = Buffer.from('&');
const TILDE = 0x7e;
const CLIENTS: readonly InbentaClient[] = ['php', 'python'];

function joined(parts: readonly Uint8Array[]): readonly Uint8Array[] {
	return parts
		.filter((part) => part.length > 0)
		.flatMap((part, index) => (index === 0 ? [part] : [AND, part]));
}

/** Path from its version on, as it was received and as it is meant, and the query. */
function targetParts(target: string) {
	const [path = '', ...rest] = target.split('?');
	const own = FIRST_SEGMENT.exec(path)?.[1] ?? path.replace(/^\//, '');
	const paths = new Map(
		[own, urlDecoded(own.replaceAll('+', '%2B')).toString()].map((each) => [
			each,
			Buffer.from(each),
		]),
	);
	return { paths: [...paths.values()], query: rest.join('?') };
}

/** The body as each client writes it: only a tilde tells them apart. */
function encodedBodies(body: Uint8Array): Readonly<Record<InbentaClient, Buffer>> {
	const php = urlEncoded(body, 'php');
	return { php, python: body.includes(TILDE) ? urlEncoded(body, 'python') : php };
}

/** The request base strings of version v1, the official PHP client's first. */
export function* inbentaBases(
	{ method, target = '' }: Pick<HttpMessage, 'method' | 'target'>,
	timestamp: string,
	body: Uint8Array,
): Iterable<readonly Uint8Array[]> {
	const { paths, query } = targetParts(target);
	const bodies = encodedBodies(body);
	const before = new Set<string>();
	for (const client of CLIENTS) {
		const signedQuery = inbentaQuery(query, client);
		if (signedQuery === undefined) return;
		for (const path of paths) {
			const start = Buffer.concat(
				joined([Buffer.from(method.toUpperCase()), urlEncoded(path, client), signedQuery]),
			);
			const known = start.toString('latin1');
			if (bodies.php === bodies.python && before.has(known)) continue;
			before.add(known);
			const end = [bodies[client], Buffer.from(timestamp), Buffer.from(INBENTA_VERSION)];
			yield joined([start, ...end]);
		}
	}
}

/** A text as JSON the way PHP writes it: `/` escaped, and nothing but ASCII. */
function phpJson(text: string): string {
	return JSON.stringify(text)
		.replaceAll('/', '\\/')
		.replace(
			/[\u007f-\uffff]/g,
			(letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
		);
}

/** What an answer is signed over, for the request that was signed at this time. */
export function inbentaAnswerBase(timestamp: string, body: Uint8Array): readonly Uint8Array[] {
	const text = Buffer.from(phpJson(Buffer.from(body).toString()));
	return joined([Buffer.from(INBENTA_VERSION), Buffer.from(timestamp), urlEncoded(text, 'php')]);
}
