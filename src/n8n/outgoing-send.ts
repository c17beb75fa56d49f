import type {
	IAdditionalCredentialOptions,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';
import type { Hop } from '../http/redirect';
import type { SecretKeys } from '../secrets/secret-keys';
import { type Answer, parseAnswer } from './outgoing-answer';
import { type Failure, failureOfTransport } from './outgoing-failure';
import type { Send } from './outgoing-hops';
import type { OutgoingRequest } from './outgoing-request';
import { recordUses } from './record-secret-uses';

const FORM = 'application/x-www-form-urlencoded';

/**
 * n8n takes a body of exactly this type for an object of fields and fails on bytes. White space behind a
 * field value is no part of it, and hides the type from n8n. RFC 9110 section 5.5.
 */
const withFormHidden = (headers: Hop['headers']): Record<string, string> =>
	Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name, value === FORM ? `${FORM} ` : value]),
	);

/** What n8n's helper is to send for a hop; it follows nothing and judges no status. */
export function optionsFor(
	{ method, url, headers, body }: Hop,
	{ timeout, proxy }: Pick<OutgoingRequest, 'timeout' | 'proxy'>,
	{ allowedDomains }: Pick<SecretKeys, 'allowedDomains'>,
): IHttpRequestOptions {
	return {
		method,
		url: url.href,
		headers: withFormHidden(headers),
		allowedDomains: allowedDomains.text,
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		encoding: 'arraybuffer',
		...(body !== undefined && { body: Buffer.from(body) }),
		...(timeout !== undefined && { timeout }),
		...(proxy !== undefined && { proxy }),
	};
}

/** Sends it: the credential puts in what it has. */
export async function sendBy(
	context: IExecuteFunctions,
	credential: string,
	options: IHttpRequestOptions,
	{ origin }: URL,
	more: IAdditionalCredentialOptions = {},
): Promise<Answer | Failure> {
	try {
		const { httpRequestWithAuthentication } = context.helpers;
		const answer: unknown = await httpRequestWithAuthentication.call(
			context,
			credential,
			options,
			more,
		);
		return parseAnswer(answer) ?? failureOfTransport(undefined, origin);
	} catch (error) {
		return failureOfTransport(error, origin);
	}
}

/** Sends hops through n8n: the credential puts the secrets in, after everything is checked. */
export function senderOf(
	context: IExecuteFunctions,
	credential: string,
	request: OutgoingRequest,
	keys: SecretKeys,
): Send {
	return async (hop) => {
		// Those in headers are noted by the credential.
		await recordUses(keys, request.filled, hop.url.href);
		return await sendBy(context, credential, optionsFor(hop, request, keys), hop.url);
	};
}
