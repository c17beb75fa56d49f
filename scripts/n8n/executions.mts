import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'flatted';
import type { Session } from './session.mts';

const END_LIMIT_MS = 120_000;
const POLL_MS = 50;
const ENDED = ['success', 'error', 'canceled', 'crashed', 'waiting'];

interface ExecutionSummary {
	readonly id: string;
	readonly status: string;
}

export interface Execution extends ExecutionSummary {
	/** The error's message, if the run ended with one. */
	readonly error: string | undefined;
	/** First item that each node gave, by the node's name. */
	readonly firstItems: Readonly<Record<string, unknown>>;
}

interface RunData {
	readonly resultData: {
		readonly error?: { readonly message: string; readonly description?: string | null };
		readonly runData: Record<
			string,
			ReadonlyArray<{ data?: { main?: Array<Array<{ json: unknown }> | null> } }>
		>;
	};
}

/**
 * The executions of a workflow, newest first. n8n asks at once for those that run and for those
 * that have ended: a run that ends in between is in both answers or in neither. It has ended
 * then, so that a second listing has it.
 */
export async function listExecutions(
	session: Session,
	workflowId: string,
): Promise<readonly ExecutionSummary[]> {
	const earlier = await listOnce(session, workflowId);
	const later = await listOnce(session, workflowId);
	const byId = new Map(
		[...earlier, ...later].map((execution) => [Number(execution.id), execution]),
	);
	return [...byId].toSorted(([one], [other]) => other - one).map(([, execution]) => execution);
}

async function listOnce(
	{ rest }: Session,
	workflowId: string,
): Promise<readonly ExecutionSummary[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const path = `/executions?limit=100&filter=${filter}`;
	return (await rest<{ results: ExecutionSummary[] }>('GET', path)).results;
}

/** The newest execution of a workflow, once it has ended. */
export async function newestExecution(session: Session, workflowId: string): Promise<Execution> {
	const deadline = Date.now() + END_LIMIT_MS;
	while (Date.now() < deadline) {
		const [newest] = await listExecutions(session, workflowId);
		if (newest && ENDED.includes(newest.status)) return await readExecution(session, newest);
		await sleep(POLL_MS);
	}
	throw new Error('The execution did not end in time.');
}

async function readExecution(
	{ rest }: Session,
	{ id, status }: ExecutionSummary,
): Promise<Execution> {
	const { data } = await rest<{ data: string }>('GET', `/executions/${id}`);
	const { error, runData } = (parse(data) as RunData).resultData;
	const firstItems = Object.entries(runData).map(([node, tasks]) => [
		node,
		tasks[0]?.data?.main?.[0]?.[0]?.json,
	]);
	return {
		id,
		status,
		error: error && [error.message, error.description].filter(Boolean).join(' '),
		firstItems: Object.fromEntries(firstItems) as Record<string, unknown>,
	};
}
