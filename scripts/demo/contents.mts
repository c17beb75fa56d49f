import { createCredential, type CredentialReference } from '../n8n/credentials.mts';
import { logIn, setUpOwner, type Session } from '../n8n/session.mts';
import { activateWorkflow, changeWorkflow, createWorkflow } from '../n8n/workflows.mts';
import { demoCredentials } from './credentials.mts';
import { digestOf, examples, readExample, type Settings } from './examples.mts';
import type { Memory } from './memory.mts';

const LIMIT_MS = 120_000;

interface SettingsAnswer {
	readonly data: { readonly userManagement: { readonly showSetupOnFirstLoad: boolean } };
}

/** Signs in as the demo's owner, who is made first where n8n has none. */
export async function openSession(url: string, memory: Memory): Promise<Session> {
	const { owner } = memory.now();
	const answer = await fetch(`${url}/rest/settings`, { signal: AbortSignal.timeout(LIMIT_MS) });
	const { data } = (await answer.json()) as SettingsAnswer;
	if (data.userManagement.showSetupOnFirstLoad) return await setUpOwner(url, owner);
	return await logIn(url, owner);
}

/** Makes the credentials that are not there yet; gives all, by type. */
export async function ensureCredentials(
	session: Session,
	memory: Memory,
): Promise<Settings['credentials']> {
	const references: Record<string, CredentialReference> = {};
	for (const credential of demoCredentials(memory.now())) {
		const { type, name } = credential;
		const known = memory.now().credentials[type];
		const { id } = known ? { id: known } : await createCredential(session, credential);
		memory.change({ credentials: { ...memory.now().credentials, [type]: id } });
		references[type] = { id, name };
	}
	return references;
}

/**
 * Imports and activates the examples that are not there yet, or whose file or settings have
 * changed: what a reader has changed in the editor stays until then.
 */
export async function ensureWorkflows(
	session: Session,
	memory: Memory,
	settings: Settings,
): Promise<void> {
	for (const example of examples) {
		const workflow = readExample(example, settings);
		const digest = digestOf(workflow);
		const known = memory.now().workflows[example];
		if (known?.digest === digest) continue;
		const id = known?.id ?? (await createWorkflow(session, workflow));
		if (known) await changeWorkflow(session, id, workflow);
		memory.change({ workflows: { ...memory.now().workflows, [example]: { id, digest } } });
		if (example !== 'set-up-a-user-and-key') await activateWorkflow(session, id);
	}
}
