import { createServer, connect as connectTo, type Server, type Socket } from 'node:net';

/** Stands in front of a server, so that a test can take the server away and bring it back. */
export interface LoopbackProxy {
	readonly port: number;
	/** Ends every connection and refuses new ones. */
	close(): Promise<void>;
	/** Accepts connections and keeps those there are, but passes nothing on. */
	freeze(): void;
	/** Passes nothing on, from now on, where LISTEN was or is sent; all else goes on. */
	deafen(): void;
	/**
	 * Once what next contains this text is answered, passes the answer on or ends that connection
	 * instead, and then does `then`.
	 */
	atAnswerTo(text: string, answer: 'passed on' | 'lost', then?: () => void): void;
	/** Keeps back what next contains this text until the result is called, whoever has gone by then. */
	delay(text: string): () => void;
	/** Serves again, at the same port. Connections from before are not revived. */
	reopen(): Promise<void>;
}

const listen = (server: Server, port: number): Promise<void> =>
	new Promise((resolve, reject) => {
		server.once('error', reject).listen(port, '127.0.0.1', resolve);
	});

export async function startProxy(target: { host: string; port: number }): Promise<LoopbackProxy> {
	const sockets = new Set<Socket>();
	let frozen = false;
	let deaf = false;
	let watched: { text: string; answer: 'passed on' | 'lost'; then?: () => void } | undefined;
	let delayed: { text: string; far?: Socket; bytes?: Buffer } | undefined;
	const keep = (socket: Socket): void => {
		sockets.add(socket);
		socket.on('error', () => {});
		socket.on('close', () => sockets.delete(socket));
	};
	const server = createServer((near) => {
		keep(near);
		if (frozen) return;
		const far = connectTo(target.port, target.host);
		keep(far);
		let listens = false;
		let awaited: typeof watched;
		const isSilent = () => frozen || (deaf && listens);
		near.on('data', (bytes) => {
			listens ||= bytes.includes('listen ');
			if (delayed && delayed.far === undefined && bytes.includes(delayed.text)) {
				delayed = { ...delayed, far, bytes };
				return;
			}
			if (watched && bytes.includes(watched.text)) {
				awaited = watched;
				watched = undefined;
			}
			if (!isSilent()) far.write(bytes);
		});
		far.on('data', (bytes) => {
			const { answer, then } = awaited ?? {};
			awaited = undefined;
			if (answer === 'lost') {
				near.destroy();
				then?.();
			} else if (!isSilent()) {
				near.write(bytes, then);
			}
		});
		near.on('close', () => {
			if (delayed?.far !== far) far.destroy();
		});
		far.on('close', () => near.destroy());
	});
	await listen(server, 0);
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;

	const close = async (): Promise<void> => {
		if (!server.listening) return;
		const closed = new Promise((resolve) => server.close(resolve));
		for (const socket of sockets) socket.destroy();
		await closed;
	};
	return {
		port,
		close,
		freeze() {
			frozen = true;
		},
		deafen() {
			deaf = true;
		},
		atAnswerTo(text, answer, then) {
			watched = { text, answer, ...(then && { then }) };
		},
		delay(text) {
			delayed = { text };
			return () => {
				const { far, bytes } = delayed ?? {};
				delayed = undefined;
				if (bytes) far?.end(bytes);
			};
		},
		async reopen() {
			await close();
			frozen = false;
			deaf = false;
			await listen(server, port);
		},
	};
}
