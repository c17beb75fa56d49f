import {
	createServer as createHttpServer,
	type IncomingMessage,
	type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { aCertificate } from './a-certificate';

/** A request as the host that it was meant for saw it. */
export interface Arrived {
	readonly method: string;
	readonly url: string;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
}

/** All hosts there are, by http and https, behind one proxy on loopback. */
export interface Network {
	/** Address of the proxy. */
	readonly proxy: string;
	readonly arrived: Arrived[];
	answer: (url: URL, response: ServerResponse) => void;
	close(): Promise<void>;
}

export async function aNetwork(): Promise<Network> {
	const sockets = new Set<Socket>();
	const serve = (scheme: string) => async (request: IncomingMessage, response: ServerResponse) => {
		const { method = '', headers, url = '' } = request;
		const address = new URL(url, `${scheme}://${headers.host}`);
		const body = await text(request);
		network.arrived.push({ method, url: address.href, headers, body });
		network.answer(address, response);
	};
	const secure = createHttpsServer(aCertificate(), (...call) => void serve('https')(...call));
	const proxy = createHttpServer((...call) => void serve('http')(...call));
	proxy.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
	proxy.on('connect', (_request: IncomingMessage, socket: Socket) => {
		socket.write('HTTP/1.1 200 OK\r\n\r\n');
		secure.emit('connection', socket);
	});
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	const { port } = proxy.address() as AddressInfo;
	const network: Network = {
		proxy: `http://127.0.0.1:${port}`,
		arrived: [],
		answer: (_url, response) => response.end(),
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => proxy.close(resolve));
		},
	};
	return network;
}
