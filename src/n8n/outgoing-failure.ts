import { STATUS_CODES } from 'node:http';
import {
	type INode,
	type JsonObject,
	NodeApiError,
	type NodeOperationError,
	UserError,
} from 'n8n-workflow';
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

const NETWORK: Readonly<Record<string, string>> = {
	CERT_HAS_EXPIRED: 'its certificate has expired',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is its own and not trusted',
	ECONNABORTED: 'it did not answer in time',
	ECONNREFUSED: 'it refused the connection',
	ECONNRESET: 'it closed the connection',
	ENOTFOUND: 'its name is not known',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is of another host',
	ERR_CANCELED: 'the execution was cancelled',
	ETIMEDOUT: 'it did not answer in time',
	SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not trusted',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
};

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

/** An error and what caused it, outermost first. */
function chainOf(error: unknown): readonly Error[] {
	const chain: Error[] = [];
	for (let next = error; next instanceof Error && chain.length < 5; next = next.cause) {
		chain.push(next);
	}
	return chain;
}

function codeOf(error: Error): string | undefined {
	const code: unknown = 'code' in error ? error.code : undefined;
	return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : undefined;
}

/** Why an error of n8n's request helpers came, in half a sentence, and its code. */
export function whyUnreachable(error: unknown): {
	readonly why: string;
	readonly code: string | undefined;
} {
	const code = chainOf(error)
		.map(codeOf)
		.find((found) => found !== undefined);
	return { why: (code && NETWORK[code]) ?? 'the request failed', code };
}

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
