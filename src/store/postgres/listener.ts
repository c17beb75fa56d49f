import { Socket } from 'node:net';

import { Client } from 'pg';

import type { RandomSource } from '../../crypto/random';
import type { AnnouncementListener } from '../announcements';
import { clientConfigOf } from './connection';
import type { PostgresConnection } from './place';

/** What realms announce is sent here; an empty text is a heartbeat. */
export const CHANNEL = 'incoming_api';
const HEARTBEAT_MILLISECONDS = 2000;
const SILENCE_MILLISECONDS = 3 * HEARTBEAT_MILLISECONDS;
const FIRST_PAUSE_MILLISECONDS = 250;
const LONGEST_PAUSE_MILLISECONDS = 5000;

export interface Listener {
	/** Whether LISTEN is in force on a connection that answers. */
	listens(): boolean;
	stop(): void;
}

/** Listens on one connection until it is lost, calling `up` once LISTEN is in force. */
async function listenOnce(
	client: Client,
	up: () => void,
	tell: AnnouncementListener,
): Promise<void> {
	let beat: NodeJS.Timeout | undefined;
	try {
		await new Promise<void>((resolve) => {
			let unanswered = 0;
			const lost = () => {
				resolve();
			};
			client.on('error', lost);
			client.on('end', lost);
			client.on('notification', ({ payload = '' }) => {
				unanswered = 0;
				if (payload !== '') tell(payload);
			});
			const listen = async () => {
				await client.connect();
				const { stream } = client.connection;
				if (stream instanceof Socket) stream.unref();
				await client.query(`listen ${CHANNEL}`);
				up();
				beat = setInterval(() => {
					unanswered += HEARTBEAT_MILLISECONDS;
					if (unanswered > SILENCE_MILLISECONDS) lost();
					client.query('select pg_notify($1, $2)', [CHANNEL, '']).catch(lost);
				}, HEARTBEAT_MILLISECONDS).unref();
			};
			listen().catch(lost);
		});
	} finally {
		clearInterval(beat);
		client.connection.stream.destroy();
	}
}

/**
 * Keeps one connection of its own that hears every announcement. Whenever some may have been missed
 * it tells `undefined`: at once when the connection is lost, and again when it listens anew.
 */
export function startListener(
	connection: PostgresConnection,
	random: RandomSource,
	tell: AnnouncementListener,
): Listener {
	let listening = false;
	let stopped = false;
	let client: Client | undefined;
	let pauseMilliseconds = FIRST_PAUSE_MILLISECONDS;
	let pausing: NodeJS.Timeout | undefined;

	const up = (): void => {
		if (stopped) return;
		listening = true;
		pauseMilliseconds = FIRST_PAUSE_MILLISECONDS;
		tell(undefined);
	};
	const listen = async (): Promise<void> => {
		client = new Client(clientConfigOf(connection));
		await listenOnce(client, up, tell);
		if (stopped) return;
		if (listening) tell(undefined);
		listening = false;
		// Many processes lose one server at once: they come back spread out.
		const share = (random.bytes(1)[0] ?? 0) / 255;
		pausing = setTimeout(() => void listen(), pauseMilliseconds * (0.5 + share / 2)).unref();
		pauseMilliseconds = Math.min(2 * pauseMilliseconds, LONGEST_PAUSE_MILLISECONDS);
	};
	void listen();

	return {
		listens: () => listening,
		stop() {
			stopped = true;
			listening = false;
			clearTimeout(pausing);
			client?.connection.stream.destroy();
		},
	};
}
