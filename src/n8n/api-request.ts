import { setTimeout as wait } from 'node:timers/promises';
import { type IExecuteFunctions, type INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import { systemClock } from '../realm/system-clock';
import type { NamedSecret } from '../secrets/find-secrets';
import type { Redaction } from '../secrets/redaction';
import { readBatching } from './api-request-options';
import { errorOf, type Failure, failureOfStatus } from './outgoing-failure';
import { grantedSenderOf } from './outgoing-granted';
import type { Answered, Send } from './outgoing-hops';
import { itemsOf } from './outgoing-items';
import { fetchPages } from './outgoing-pages';
import {
	credentialOf,
	type OutgoingCredential,
	readOutgoingCredential,
} from './outgoing-credential';
import { redactFailure, redactionFor, refuseUnsearchable } from './outgoing-redaction';
import { buildRequest, type OutgoingRequest } from './outgoing-request';
import { type Surroundings, withRetries } from './outgoing-retries';
import { senderOf } from './outgoing-send';
import { failureOfVendor, secretsOf, vendorSenderOf } from './outgoing-vendor';
import { recordRefusal } from './record-secret-uses';
import { usesOfSecrets } from './secret-use-context';

function surroundingsOf(context: IExecuteFunctions): Surroundings {
	const signal = context.getExecutionCancelSignal();
	return {
		now: systemClock.now,
		random: () => (globalThis.crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
		sleep: async (milliseconds) =>
			await wait(milliseconds, undefined, signal === undefined ? {} : { signal }),
	};
}

type Items = readonly Pick<INodeExecutionData, 'json' | 'binary'>[];
type Outcome = { readonly kind: 'items'; readonly items: Items } | Failure;

async function itemsOfPages(
	context: IExecuteFunctions,
	pages: readonly Answered[],
	{ used, redact, response, statusErrors }: OutgoingRequest,
	{ vendor }: OutgoingCredential,
	redaction: Redaction,
): Promise<Outcome> {
	const items: Items[number][] = [];
	for (const page of pages) {
		const { answer, url } = page;
		if (statusErrors === 'fail') {
			const said = vendor && failureOfVendor(vendor.of, answer);
			if (said !== undefined) return said;
			if (answer.statusCode >= 400) return failureOfStatus(answer.statusCode, url.origin);
		}
		const unsearchable =
			used.length > 0 && redact === 'on' ? refuseUnsearchable(answer, url.origin) : undefined;
		if (unsearchable !== undefined) return unsearchable;
		// In order, as the pages came.
		const made = await itemsOf(context, page, response, redaction);
		if ('kind' in made) return made;
		items.push(...made);
	}
	return { kind: 'items', items };
}

/** What sends a request by a credential; tokens that it sends join the hidden ones. */
function senderFor(
	context: IExecuteFunctions,
	index: number,
	{ type, keys, vendor }: OutgoingCredential,
	request: OutgoingRequest,
	hidden: NamedSecret[],
): Send {
	if (vendor === undefined) return senderOf(context, type, request, keys);
	return vendor.kind === 'vendor'
		? vendorSenderOf(context, { type, keys, vendor }, request, hidden)
		: grantedSenderOf(context, index, { type, keys, vendor }, request, hidden);
}

async function requestForItem(context: IExecuteFunctions, index: number): Promise<Outcome> {
	const credential = await readOutgoingCredential(context, index);
	if ('kind' in credential) {
		const description = 'Correct the credential. Nothing was sent.';
		return { kind: 'failure', message: credential.sentence, description };
	}
	const { keys } = credential;
	const built = await buildRequest(context, index, keys);
	if ('refusal' in built) return { kind: 'failure', ...built.refusal };

	// Tokens join them when they are got.
	const hidden = [...secretsOf(credential)];
	const used = [...built.used, ...hidden.map(({ name }) => name)];
	const request: OutgoingRequest = { ...built, used };
	const { redact, retry, paging } = request;
	const surroundings = surroundingsOf(context);
	const once = senderFor(context, index, credential, request, hidden);
	const send = retry === undefined ? once : withRetries(once, retry, surroundings);
	const fetched = await fetchPages(request, keys, send, surroundings.sleep);
	const redaction = redactionFor(used, keys, redact, hidden);
	if (fetched.kind === 'failure') {
		if (fetched.use !== undefined) await recordRefusal(keys, fetched.use, fetched.use.destination);
		return redactFailure(fetched, redaction);
	}
	if (fetched.left) {
		const message = `Stopped after ${paging?.mostPages ?? 1} pages: the API has more. Raise Max Pages to get them.`;
		context.addExecutionHints({ message, location: 'outputPane', type: 'warning' });
	}
	const outcome = await itemsOfPages(context, fetched.pages, request, credential, redaction);
	return outcome.kind === 'failure' ? redactFailure(outcome, redaction) : outcome;
}

/** An item's answers, or its error; what n8n itself raises, in an expression for example, included. */
async function requestOrError(context: IExecuteFunctions, itemIndex: number) {
	const node = context.getNode();
	try {
		const outcome = await requestForItem(context, itemIndex);
		return outcome.kind === 'items' ? outcome.items : errorOf(node, outcome, itemIndex);
	} catch (error) {
		const raised = error instanceof Error ? error : new Error(String(error));
		return new NodeOperationError(node, raised, { itemIndex });
	}
}

/** Of the options, only the batching: an error in another one is that of its item. */
function batchingOf(context: IExecuteFunctions) {
	try {
		return readBatching(context.getNodeParameter('options.batching', 0, {}));
	} catch {
		// Each item evaluates its options again, and fails by itself.
		return readBatching({});
	}
}

/**
 * Sends one request per item and gives an item per answer: `{ statusCode, headers, body }` unless the
 * options say otherwise. Items are sent in order; a batch of them is sent at once. With "continue on
 * fail" an item that fails gives `{ error }` and the others are sent all the same.
 */
export async function sendApiRequests(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const count = context.getInputData().length;
	if (count === 0) return [[]];
	const usingSecrets = usesOfSecrets(context, credentialOf(context, 0));
	const { size, intervalMs } = batchingOf(context);
	const output: INodeExecutionData[] = [];
	for (let start = 0; start < count; start += size) {
		if (start > 0 && intervalMs > 0) await surroundingsOf(context).sleep(intervalMs);
		const batch = Array.from({ length: Math.min(size, count - start) }, (_, at) => start + at);
		// One batch after the other, as the items came in: an API may depend on it.
		const outcomes = await Promise.all(
			batch.map((index) => usingSecrets(index, () => requestOrError(context, index))),
		);
		outcomes.forEach((outcome, at) => {
			const failed = outcome instanceof Error;
			if (failed && !context.continueOnFail()) throw outcome;
			const items: Items = failed ? [{ json: { error: outcome.message } }] : outcome;
			output.push(...items.map((item) => ({ ...item, pairedItem: { item: start + at } })));
		});
	}
	return [output];
}
