import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from './session.mts';

const LIMIT_MS = 120_000;

export interface ManualRun {
	readonly status: string;
	/** The first error's message, if a node failed. */
	readonly error: string | undefined;
	/** The items that each node gave, by the node's name. */
	readonly items: Readonly<Record<string, readonly Item[]>>;
}

export type Item = Readonly<Record<string, unknown>>;

interface Push {
	readonly type: string;
	readonly data: {
		readonly status: string;
		readonly nodeName: string;
		readonly data: {
			readonly error?: { readonly message: string; readonly description?: string | null };
			readonly data?: { readonly main?: ReadonlyArray<ReadonlyArray<{ json: Item }> | null> };
		};
	};
}

/**
 * Runs a workflow as the editor's button does, and hears the items over the editor's own channel:
 * the only place that has them when the workflow does not save its executions.
 *
 * @param whenListening what makes a trigger start that waits for an event, such as a call
 */
export async function runManually(
	session: Session,
	workflowId: string,
	triggerName: string,
	whenListening: () => Promise<void> = async () => {},
): Promise<ManualRun> {
	const pushRef = randomUUID();
	const socket = await openPush(session, pushRef);
	try {
		const finished = collect(socket);
		const answer = await fetch(`${session.url}/rest/workflows/${workflowId}/run`, {
			method: 'POST',
			headers: {
				cookie: session.cookie,
				'content-type': 'application/json',
				connection: 'close',
				'push-ref': pushRef,
			},
			body: JSON.stringify({ triggerToStartFrom: { name: triggerName } }),
			signal: AbortSignal.timeout(LIMIT_MS),
		});
		if (!answer.ok) throw new Error(`n8n did not run the workflow: ${await answer.text()}`);
		await whenListening();
		return await Promise.race([finished, tooLate()]);
	} finally {
		socket.close();
	}
}

async function openPush(session: Session, pushRef: string): Promise<WebSocket> {
	const address = `${session.url.replace('http', 'ws')}/rest/push?pushRef=${pushRef}`;
	const socket = new WebSocket(address, {
		headers: { cookie: session.cookie, origin: session.url },
	});
	socket.binaryType = 'arraybuffer';
	await once(socket, 'open', { signal: AbortSignal.timeout(LIMIT_MS) });
	// n8n authenticates the socket after opening it: a call through the same check comes after that.
	await session.rest('GET', '/login');
	return socket;
}

async function collect(socket: WebSocket): Promise<ManualRun> {
	const items: Record<string, readonly Item[]> = {};
	let error: string | undefined;
	return await new Promise((resolve, reject) => {
		socket.addEventListener('close', () => reject(new Error('n8n closed the push channel.')));
		socket.addEventListener('message', ({ data: frame }) => {
			const { type, data } = parsePush(frame);
			if (type === 'executionFinished') resolve({ status: data.status, error, items });
			if (type !== 'nodeExecuteAfterData') return;
			items[data.nodeName] = (data.data.data?.main?.[0] ?? []).map(({ json }) => json);
			const failure = data.data.error;
			error ??= failure && [failure.message, failure.description].filter(Boolean).join(' ');
		});
	});
}

function parsePush(frame: unknown): Push {
	const text = typeof frame === 'string' ? frame : new TextDecoder().decode(frame as ArrayBuffer);
	return JSON.parse(text) as Push;
}

async function tooLate(): Promise<never> {
	await sleep(LIMIT_MS, undefined, { ref: false });
	throw new Error('The workflow did not finish in time.');
}
