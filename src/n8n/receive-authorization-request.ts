import type { ServerResponse } from 'node:http';

import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { systemPorts } from '../realm/system-ports';
import { newRequestId } from '../realm/request-id';
import type * as AuthorizationServerModule from '../realm/authorization-server';
import { type EndpointName, findEndpoint } from '../realm/server-words';
import { callContext } from './call-origin';
import { serverSettingsOf } from './authorization-server-settings';
import { recentRealmOf } from './open-realms';
import type { IncomingRequest } from './read-message';
import { pathOf, readOAuthRequest } from './read-oauth-request';
import { writeAnswer } from './write-answer';

/** What an endpoint of a dialect answers that is off, where n8n knows its address. */
const NOT_THERE = { status: 404, headers: { 'cache-control': 'no-store' }, body: '' };

/**
 * Receives a request to an Authorization Server Trigger and answers it on the response object. The
 * workflow runs only for events that the builder chose. Never throws: n8n would record a failed
 * execution for it.
 */
export async function receiveAuthorizationRequest(
	context: IWebhookFunctions,
): Promise<IWebhookResponseData> {
	const request = context.getRequestObject() as unknown as IncomingRequest;
	const response = context.getResponseObject() as unknown as ServerResponse;
	const requestId = newRequestId(systemPorts);
	// n8n lets any page read any answer; which endpoints are for pages, the answer itself says.
	response.removeHeader('access-control-allow-origin');
	let endpoint: EndpointName | undefined;
	try {
		const { base, dialects, events: wanted, ...place } = serverSettingsOf(context);
		endpoint = findEndpoint(pathOf(request), base, dialects);
		if (endpoint === undefined) {
			writeAnswer(response, NOT_THERE);
			return { noWebhookResponse: true };
		}
		const realm = await recentRealmOf(context);
		const { answer, events } = await realm.authorizationServer.answer(
			endpoint,
			readOAuthRequest(request),
			{ ...place, requestId },
			{ origin: callContext(context, { requestId }).trigger, wanted },
		);
		writeAnswer(response, answer);
		if (events.length === 0) return { noWebhookResponse: true };
		const items = events.map((event) => ({ json: { ...event, requestId } as IDataObject }));
		return { workflowData: [items], noWebhookResponse: true };
	} catch (error) {
		const cause = error instanceof Error ? error.message : String(error);
		context.logger.error(`incoming-api request could not be answered: ${cause}`, { requestId });
		const { unavailableAnswer } =
			require('../realm/authorization-server') as typeof AuthorizationServerModule;
		writeAnswer(response, unavailableAnswer(endpoint ?? 'authorize', requestId));
		return { noWebhookResponse: true };
	}
}
