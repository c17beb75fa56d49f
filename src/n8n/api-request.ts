import {
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type INodeExecutionData,
	NodeOperationError,
} from 'n8n-workflow';
import { itemOf, parseAnswer } from './outgoing-answer';
import { errorOf, type Failure, failureOfStatus, failureOfTransport } from './outgoing-failure';
import { followRedirects, type Send } from './outgoing-hops';
import { buildRequest, type OutgoingRequest } from './outgoing-request';
import { readSecretKeys } from './secret-keys-fields';

const CREDENTIAL = 'secretKeysApi';

/** Sends hops through n8n: the credential puts the secrets in, after everything is checked. */
function senderOf(
	context: IExecuteFunctions,
	{ timeout }: OutgoingRequest,
	allowedDomains: string,
): Send {
	return async ({ method, url, headers, body }) => {
		const options: IHttpRequestOptions = {
			method,
			url: url.href,
			headers: { ...headers },
			allowedDomains,
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			encoding: 'arraybuffer',
			...(body !== undefined && { body: Buffer.from(body) }),
			...(timeout !== undefined && { timeout }),
		};
		try {
			const answer: unknown = await context.helpers.httpRequestWithAuthentication.call(
				context,
				CREDENTIAL,
				options,
			);
			return parseAnswer(answer) ?? failureOfTransport(undefined, url.origin);
		} catch (error) {
			return failureOfTransport(error, url.origin);
		}
	};
}

type Outcome = { readonly kind: 'item'; readonly json: IDataObject } | Failure;

async function requestForItem(context: IExecuteFunctions, index: number): Promise<Outcome> {
	const keys = readSecretKeys(await context.getCredentials(CREDENTIAL, index));
	if (keys.kind === 'mistake') {
		const description = 'Correct the Secret Keys credential. Nothing was sent.';
		return { kind: 'failure', message: keys.sentence, description };
	}
	const request = buildRequest(context, index, keys);
	if ('refusal' in request) return { kind: 'failure', ...request.refusal };

	const send = senderOf(context, request, keys.allowedDomains.text);
	const outcome = await followRedirects(request, keys, send);
	if (outcome.kind === 'failure') return outcome;
	const { answer, origin } = outcome;
	return answer.statusCode >= 400 && request.statusErrors === 'fail'
		? failureOfStatus(answer.statusCode, origin)
		: { kind: 'item', json: itemOf(answer) };
}

/** An item's answer, or its error; what n8n itself raises, in an expression for example, included. */
async function requestOrError(context: IExecuteFunctions, itemIndex: number) {
	const node = context.getNode();
	try {
		const outcome = await requestForItem(context, itemIndex);
		return outcome.kind === 'item' ? outcome.json : errorOf(node, outcome, itemIndex);
	} catch (error) {
		const raised = error instanceof Error ? error : new Error(String(error));
		return new NodeOperationError(node, raised, { itemIndex });
	}
}

/**
 * Sends one request per item, in order, and gives one item per answer: `{ statusCode, headers, body }`.
 * With "continue on fail" an item that fails gives `{ error }` and the others are sent all the same.
 */
export async function sendApiRequests(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const output: INodeExecutionData[] = [];
	for (const index of context.getInputData().keys()) {
		// In order, as the items came in: an API may depend on it.
		const outcome = await requestOrError(context, index);
		const failed = outcome instanceof Error;
		if (failed && !context.continueOnFail()) throw outcome;
		output.push({
			json: failed ? { error: outcome.message } : outcome,
			pairedItem: { item: index },
		});
	}
	return [output];
}
