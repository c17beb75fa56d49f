import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const DEFAULT_URL = 'redis://127.0.0.1:6379';
const LIMIT_MS = 60_000;
const KEYS_AT_ONCE = 1_000;

/** What we use of ioredis, the client that n8n brings along. */
interface Client {
	connect(): Promise<void>;
	scan(cursor: string, ...words: readonly string[]): Promise<[cursor: string, keys: string[]]>;
	del(...keys: readonly string[]): Promise<number>;
	disconnect(): void;
	on(event: 'error', listener: (error: Error) => void): void;
}

type ClientClass = new (url: string, options: Readonly<Record<string, unknown>>) => Client;

export interface Queue {
	/** n8n's settings that lead to it. */
	readonly environment: Readonly<Record<string, string>>;
	/** Removes all that n8n has left there. */
	close(): Promise<void>;
}

/** Makes sure that the Redis of the tests answers, and takes a part of it for one n8n. */
export async function prepareQueue(runtime: string): Promise<Queue> {
	const url = new URL(process.env['TEST_REDIS_URL'] ?? DEFAULT_URL);
	const name = `smoke_${randomBytes(6).toString('hex')}`;
	await runOn(runtime, url, async () => undefined);
	return {
		environment: {
			QUEUE_BULL_REDIS_HOST: url.hostname,
			QUEUE_BULL_REDIS_PORT: url.port || '6379',
			QUEUE_BULL_REDIS_USERNAME: decodeURIComponent(url.username),
			QUEUE_BULL_REDIS_PASSWORD: decodeURIComponent(url.password),
			QUEUE_BULL_REDIS_DB: url.pathname.slice(1) || '0',
			QUEUE_BULL_REDIS_TLS: String(url.protocol === 'rediss:'),
			QUEUE_BULL_PREFIX: name,
			N8N_REDIS_KEY_PREFIX: name,
		},
		close: async () => await runOn(runtime, url, async (client) => await remove(client, name)),
	};
}

async function runOn(
	runtime: string,
	url: URL,
	work: (client: Client) => Promise<void>,
): Promise<void> {
	const client = openClient(runtime, url);
	try {
		await client.connect().catch((error: unknown) => {
			throw new Error(
				`Redis does not answer at ${url.host}: start it there, or name another in TEST_REDIS_URL.`,
				{ cause: error },
			);
		});
		await work(client);
	} finally {
		client.disconnect();
	}
}

function openClient(runtime: string, url: URL): Client {
	const load = createRequire(join(runtime, 'node_modules', 'n8n', 'package.json'));
	const { Redis } = load('ioredis') as { readonly Redis: ClientClass };
	const client = new Redis(url.href, {
		lazyConnect: true,
		connectTimeout: LIMIT_MS,
		retryStrategy: () => null,
	});
	// connect() rejects with the same error; unheard, the event would be printed.
	client.on('error', () => undefined);
	return client;
}

async function remove(client: Client, name: string): Promise<void> {
	let cursor = '0';
	do {
		const [next, keys] = await client.scan(
			cursor,
			'MATCH',
			`${name}*`,
			'COUNT',
			String(KEYS_AT_ONCE),
		);
		if (keys.length > 0) await client.del(...keys);
		cursor = next;
	} while (cursor !== '0');
}
