import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { Verdict } from '../../src/realm/realm.ts';
import type { HttpMessage } from '../../src/http/message.ts';
import { loadProduct } from '../realm/product.mts';
import { type BenchServer, listen } from './listen.mts';

/** Decides a call; a server without it lets everybody in. */
export type Guard = (message: HttpMessage) => Promise<Verdict>;

const CONTENT = JSON.stringify({ orders: ['A-1001', 'A-1002'] });

/** A server of Node's own on loopback, with or without a decision in front. */
export async function startServer(guard?: Guard): Promise<BenchServer> {
	const { headerFieldsOf, problemAnswer } = loadProduct();
	const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const verdict = await guard?.({
			method: request.method ?? 'GET',
			headerFields: headerFieldsOf(request.rawHeaders),
			query: {},
			params: {},
			body: undefined,
			address: request.socket.remoteAddress,
		});
		if (verdict?.kind === 'refused') {
			const { status, headers, body } = problemAnswer(verdict.problem, randomUUID());
			response.writeHead(status, headers).end(body);
		} else {
			response.writeHead(200, { 'content-type': 'application/json' }).end(CONTENT);
		}
	};
	return await listen((request, response) => {
		answer(request, response).catch((error: unknown) => response.destroy(error as Error));
	});
}
