import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';

import { problemAnswer } from '../../src/http/problem';
import type { AnswerCapture } from '../../src/n8n/capture-answer';

const servers: Server[] = [];
afterEach(async () => {
	for (const server of servers.splice(0)) {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
});

export type Handle = (response: ServerResponse) => Promise<void> | void;

export async function aServer(handle: Handle): Promise<string> {
	const server = createServer((_request, response) => {
		response.setHeader('x-before', 'ours');
		void handle(response);
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
}

export const parts = (more: Partial<AnswerCapture> = {}): AnswerCapture => ({
	mode: 'lastNode',
	problem: (kind) => problemAnswer(kind, 'r'),
	...more,
});

/** A promise with the function that settles it. */
export function gate<T = void>(): {
	readonly promise: Promise<T>;
	readonly open: (value: T) => void;
} {
	let open: (value: T) => void = () => undefined;
	const promise = new Promise<T>((resolve) => (open = resolve));
	return { promise, open };
}

/** Writes as n8n does for a file: piped without an end, which follows when the stream is done. */
export async function writeStream(response: ServerResponse, stream: Readable): Promise<void> {
	response.statusCode = 201;
	response.setHeaders(new Map([['content-type', 'image/png']]));
	response.once('close', () => stream.destroy());
	stream.pipe(response, { end: false });
	await finished(stream);
	process.nextTick(() => response.end());
}

export const chunks = (count: number, size: number): Readable =>
	Readable.from(Array.from({ length: count }, (_, index) => Buffer.alloc(size, index)));
