import type { ServerResponse } from 'node:http';

import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { systemPorts } from '../realm/open-realm';
import { newRequestId } from '../realm/request-id';
import { unavailableAnswer } from '../realm/authorization-server';
import { callContext } from './call-origin';
import { serverSettingsOf } from './authorization-server-settings';
import { recentRealmOf } from './open-realms';
import type { IncomingRequest } from './read-message';
import { endpointOf, readOAuthRequest } from './read-oauth-request';
import { writeAnswer } from './write-answer';

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
	const endpoint = endpointOf(request) ?? 'authorize';
	try {
		const { events: wanted, ...place } = serverSettingsOf(context);
		const realm = await recentRealmOf(context);
		const { answer, events } = await realm.authorizationServer.answer(
			endpoint,
			readOAuthRequest(request),
			{ ...place, dialect: 'oauth', requestId },
			{ origin: callContext(context, { requestId }).trigger, wanted },
		);
		writeAnswer(response, answer);
		if (events.length === 0) return { noWebhookResponse: true };
		const items = events.map((event) => ({ json: { ...event, requestId } as IDataObject }));
		return { workflowData: [items], noWebhookResponse: true };
	} catch (error) {
		const cause = error instanceof Error ? error.message : String(error);
		context.logger.error(`incoming-api request could not be answered: ${cause}`, { requestId });
		writeAnswer(response, unavailableAnswer(endpoint, requestId));
		return { noWebhookResponse: true };
	}
}
