import { setTimeout as sleep } from 'node:timers/promises';
import type { CredentialReference } from './credentials.mts';
import type { Session } from './session.mts';

const PUBLICATION_LIMIT_MS = 120_000;
const POLL_MS = 50;

export interface WorkflowNode {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly typeVersion: number;
	readonly position: readonly [number, number];
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly webhookId?: string;
	readonly credentials?: Readonly<Record<string, CredentialReference>>;
}

export interface Workflow {
	readonly name: string;
	readonly nodes: readonly WorkflowNode[];
	readonly connections: Readonly<Record<string, unknown>>;
	readonly settings: Readonly<Record<string, unknown>>;
}

interface StoredWorkflow {
	readonly id: string;
	readonly versionId: string;
}

interface PublicationStatus {
	readonly status: string;
	readonly triggers?: ReadonlyArray<{ readonly errorMessage?: string }>;
}

export async function createWorkflow({ rest }: Session, workflow: Workflow): Promise<string> {
	return (await rest<StoredWorkflow>('POST', '/workflows', workflow)).id;
}

export async function changeWorkflow(
	{ rest }: Session,
	id: string,
	workflow: Workflow,
): Promise<void> {
	const { versionId } = await rest<StoredWorkflow>('GET', `/workflows/${id}`);
	await rest('PATCH', `/workflows/${id}`, { ...workflow, versionId });
}

/** Activates a workflow and waits until its triggers are registered. */
export async function activateWorkflow(session: Session, id: string): Promise<void> {
	const { rest } = session;
	const { versionId } = await rest<StoredWorkflow>('GET', `/workflows/${id}`);
	await rest('POST', `/workflows/${id}/activate`, { versionId });
	const isEnd = (status: string) => status === 'published' || status === 'failed';
	const publication = await publicationOf(session, id, isEnd);
	if (publication.status === 'failed') throw new Error(whyNot(publication));
}

/** Deactivates a workflow and waits until its triggers are not registered any more. */
export async function deactivateWorkflow(session: Session, id: string): Promise<void> {
	await session.rest('POST', `/workflows/${id}/deactivate`);
	await publicationOf(session, id, (status) => status !== 'in_progress');
}

/** How a workflow is published, once that has a status that is waited for. */
async function publicationOf(
	{ rest }: Session,
	id: string,
	isAwaited: (status: string) => boolean,
): Promise<PublicationStatus> {
	const deadline = Date.now() + PUBLICATION_LIMIT_MS;
	while (Date.now() < deadline) {
		const publication = await rest<PublicationStatus>('GET', `/workflows/${id}/publication-status`);
		if (isAwaited(publication.status)) return publication;
		await sleep(POLL_MS);
	}
	throw new Error('n8n did not publish the workflow, or end that, in time.');
}

/** Deactivates, archives and deletes a workflow. */
export async function deleteWorkflow(session: Session, id: string): Promise<void> {
	await deactivateWorkflow(session, id);
	const { rest } = session;
	await rest('POST', `/workflows/${id}/archive`);
	await rest('DELETE', `/workflows/${id}`);
}

function whyNot({ triggers = [] }: PublicationStatus): string {
	const reasons = triggers.flatMap(({ errorMessage }) => errorMessage ?? []);
	return `n8n could not register the triggers: ${reasons.join('; ')}`;
}
