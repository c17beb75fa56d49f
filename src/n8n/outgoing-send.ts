import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import type { Hop } from '../http/redirect';
import type { SecretKeys } from '../secrets/secret-keys';
import { parseAnswer } from './outgoing-answer';
import { failureOfTransport } from './outgoing-failure';
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

/** Sends hops through n8n: the credential puts the secrets in, after everything is checked. */
export function senderOf(
	context: IExecuteFunctions,
	credential: string,
	{ timeout, proxy, filled }: OutgoingRequest,
	keys: SecretKeys,
): Send {
	return async ({ method, url, headers, body }) => {
		const options: IHttpRequestOptions = {
			method,
			url: url.href,
			headers: withFormHidden(headers),
			allowedDomains: keys.allowedDomains.text,
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			encoding: 'arraybuffer',
			...(body !== undefined && { body: Buffer.from(body) }),
			...(timeout !== undefined && { timeout }),
			...(proxy !== undefined && { proxy }),
		};
		// Those in headers are noted by the credential.
		await recordUses(keys, filled, url.href);
		try {
			const answer: unknown = await context.helpers.httpRequestWithAuthentication.call(
				context,
				credential,
				options,
			);
			return parseAnswer(answer) ?? failureOfTransport(undefined, url.origin);
		} catch (error) {
			return failureOfTransport(error, url.origin);
		}
	};
}
