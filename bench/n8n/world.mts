import { randomBytes } from 'node:crypto';
import { administer } from '../../scripts/demo/administer.mts';
import { realmCredential } from '../../scripts/demo/credentials.mts';
import { createCredential } from '../../scripts/n8n/credentials.mts';
import type { Session } from '../../scripts/n8n/session.mts';
import { activateWorkflow, createWorkflow } from '../../scripts/n8n/workflows.mts';
import { loadProduct } from '../realm/product.mts';
import { bareWorkflow, ourWorkflow, webhookWorkflow } from './workflows.mts';

const USER = 'reporting-app';

/** A call to make: where, with which headers, and what the answer is. */
export interface BenchCall {
	readonly name: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly expected: number;
}

export interface BenchCalls {
	/** The first is the bare trigger, the second ours. */
	readonly accepted: readonly BenchCall[];
	readonly refused: readonly BenchCall[];
}

/** Makes a user, a key and one workflow per trigger; gives the calls to compare. */
export async function prepareCalls(session: Session): Promise<BenchCalls> {
	const realm = await createCredential(session, realmCredential(randomBytes(24).toString('hex')));
	await administer(session, realm, { resource: 'user', operation: 'create', username: USER });
	const generate = { resource: 'apiKey', operation: 'generate', username: USER, name: 'key' };
	const { key } = await administer(session, realm, generate);
	const headers = { 'x-api-key': String(key) };
	const header = await createCredential(session, {
		name: 'Header',
		type: 'httpHeaderAuth',
		data: { name: 'X-API-Key', value: headers['x-api-key'] },
	});
	const { body: refusal } = loadProduct().problemAnswer('unauthenticated', session.url);
	const workflows = [
		bareWorkflow('bare', ''),
		bareWorkflow('bare-refusing', refusal),
		ourWorkflow('ours', realm),
		webhookWorkflow('own', header),
	];
	for (const workflow of workflows) {
		await activateWorkflow(session, await createWorkflow(session, workflow));
	}
	return {
		accepted: [
			{ name: 'bare trigger', path: 'bare', headers, expected: 200 },
			{ name: 'Incoming API Trigger', path: 'ours', headers, expected: 200 },
			{ name: 'Webhook, Header Auth', path: 'own', headers, expected: 200 },
		],
		refused: [
			{ name: 'bare trigger', path: 'bare-refusing', headers: {}, expected: 401 },
			{ name: 'Incoming API Trigger', path: 'ours', headers: {}, expected: 401 },
			{ name: 'Webhook, Header Auth', path: 'own', headers: {}, expected: 403 },
		],
	};
}
