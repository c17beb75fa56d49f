import { STATUS_CODES } from 'node:http';
import {
	type INode,
	type JsonObject,
	NodeApiError,
	type NodeOperationError,
	UserError,
} from 'n8n-workflow';
import { chainOf, whyUnreachable } from '../http/unreachable';
import type { Refusal } from '../secrets/refusal';
import { operationError } from './operation-error';
import type { RefusedUse } from './record-secret-uses';

/** Why an item has no answer; `httpCode` when the API answered with an error status. */
export interface Failure extends Refusal {
	readonly kind: 'failure';
	readonly httpCode?: string;
	/** The network failed: it may go better the next time. */
	readonly passing?: true;
	/** A key that was not sent, and the address to which. */
	readonly use?: RefusedUse & { readonly destination: string };
}

const PASSING = new Set([
	'EAI_AGAIN',
	'ECONNABORTED',
	'ECONNREFUSED',
	'ECONNRESET',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'EPIPE',
	'ETIMEDOUT',
]);

/**
 * Puts an error of n8n's request helpers into words. Such an error carries the sent headers, so only
 * its code is taken, or the sentence of one that was meant for a user. PF-22.
 */
export function failureOfTransport(error: unknown, origin: string): Failure {
	const chain = chainOf(error);
	const meant = chain.find((cause) => cause instanceof UserError);
	if (meant !== undefined) {
		const description = meant.description ?? 'Nothing was sent.';
		return { kind: 'failure', message: meant.message, description };
	}
	const { why, code } = whyUnreachable(error);
	return {
		kind: 'failure',
		message: `There is no answer from ${origin}: ${why}.`,
		description: code === undefined ? 'No further detail is known.' : `Error code: ${code}`,
		...(code !== undefined && PASSING.has(code) && { passing: true }),
	};
}

/** The failure that an error status means. The API's own words are left out: they may echo a secret. */
export function failureOfStatus(status: number, origin: string): Failure {
	return {
		kind: 'failure',
		message: `${origin} answered ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd(),
		description:
			'Switch on the option "Ignore HTTP Status Errors" to receive such an answer as an item.',
		httpCode: String(status),
	};
}

/** n8n's error for a failure, made from the failure alone. */
export function errorOf(
	node: INode,
	{ message, description, httpCode }: Failure,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	if (httpCode === undefined) {
		const error = operationError(node, message, itemIndex);
		error.description = description;
		return error;
	}
	const response: JsonObject = { message };
	return new NodeApiError(node, response, { message, description, itemIndex, httpCode });
}
