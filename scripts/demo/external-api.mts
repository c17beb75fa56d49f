import { once } from 'node:events';
import {
	createServer,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Gates, gates } from './gates.mts';

/** A request as the external API saw it. */
export interface Received {
	readonly method: string;
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
	/** Milliseconds since 1970. */
	readonly at: number;
}

/** Stands for the API of somebody else that workflows call. */
export interface ExternalApi {
	readonly url: string;
	readonly port: number;
	/** Everything received since the last call of this function. */
	takeReceived(): readonly Received[];
	/** Answers `/held?gate=<name>`, which until then is not answered. */
	open(gate: string): void;
	close(): Promise<void>;
}

type Answer = (request: Received, query: URLSearchParams, response: ServerResponse) => void;

function json(response: ServerResponse, body: unknown): void {
	response.setHeader('content-type', 'application/json');
	response.end(JSON.stringify(body));
}

/** Repeats what was in `Authorization`, in the encodings in which APIs repeat things. */
function echo({ headers: { authorization = '' } }: Received, response: ServerResponse): void {
	const bytes = Buffer.from(authorization);
	response.setHeader('x-echo', encodeURIComponent(authorization));
	json(response, {
		plain: `you sent ${authorization}`,
		basic: Buffer.from(`user:${authorization}`).toString('base64'),
		hex: bytes.toString('hex').toUpperCase(),
		[authorization]: JSON.stringify({ nested: authorization }),
	});
}

/** Two orders on each of three pages, one behind the other by `Link`. */
function page(query: URLSearchParams, response: ServerResponse): void {
	const number = Number(query.get('page') ?? 1);
	if (number < 3) response.setHeader('link', `</pages?page=${number + 1}>; rel="next"`);
	json(response, { orders: [`P-${number}-1`, `P-${number}-2`] });
}

/** Turns every second request away for a second. */
function busyApi(): Answer {
	let asked = 0;
	return (_request, _query, response) => {
		asked += 1;
		if (asked % 2 === 0) json(response, { orders: ['B-1'] });
		else response.writeHead(429, { 'retry-after': '1' }).end();
	};
}

/** Repeats the query once its gate is open. */
function held({ passing }: Gates): Answer {
	return (_request, query, response) =>
		void passing(query.get('gate') ?? '').then(() => json(response, Object.fromEntries(query)));
}

function answers(known: Gates): Readonly<Record<string, Answer>> {
	return {
		'/moved': (_request, query, response) =>
			void response.writeHead(302, { location: query.get('to') ?? '/' }).end(),
		'/echo': (request, _query, response) => echo(request, response),
		'/pages': (_request, query, response) => page(query, response),
		'/busy': busyApi(),
		'/held': held(known),
		'/picture': (_request, _query, response) =>
			void response.writeHead(200, { 'content-type': 'image/png' }).end(PICTURE),
	};
}

/** What `GET /picture` answers. */
export const PICTURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0x00]);

/** Goes on evenly, also when somebody sets the clock. */
const now = (): number => performance.timeOrigin + performance.now();

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

/**
 * Starts the external API on loopback. `/orders` and every other path answer with two orders,
 * `/moved?to=<url>` redirects, `/echo` repeats the secret, `/pages` comes in pages, `/busy` wants to be
 * asked again, `/held?gate=<name>` lets wait, `/picture` is a file.
 */
export async function startExternalApi(port: number): Promise<ExternalApi> {
	const received: Received[] = [];
	const doors = gates();
	const known = answers(doors);
	const server = createServer((request, response) => {
		void bodyOf(request).then((body) => {
			const { method = '', url = '', headers } = request;
			const seen = { method, path: url, headers, body, at: now() };
			received.push(seen);
			const { pathname, searchParams } = new URL(url, 'http://external');
			const answer = known[pathname];
			if (answer) answer(seen, searchParams, response);
			else json(response, { orders: ['A-1001', 'A-1002'] });
		});
	});
	// A caller that keeps a connection decides when it ends: it could be sending at that moment.
	server.keepAliveTimeout = 0;
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${address.port}`,
		port: address.port,
		takeReceived: () => received.splice(0),
		open: doors.open,
		close: async () => {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}
