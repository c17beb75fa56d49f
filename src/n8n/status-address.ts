import type { IWebhookFunctions } from 'n8n-workflow';

import type { IncomingRequest } from './read-message';

/** What stands behind the path of a trigger at the address where a caller asks for its answer. */
export const STATUS_SEGMENT = 'status';

const REQUEST_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a call came to the status address; an alias cannot end like it. */
export function isForStatus(
	context: Pick<IWebhookFunctions, 'getWebhookName'>,
	{ originalUrl }: Pick<IncomingRequest, 'originalUrl'>,
): boolean {
	const [path = ''] = originalUrl.split('?', 1);
	return context.getWebhookName() === 'setup' && /\/status\/?$/.test(path);
}

/** The request whose answer is asked for; empty where that is none that there could be. */
export function askedRequest({ query }: Pick<IncomingRequest, 'query'>): string {
	const { request } = query;
	return typeof request === 'string' && REQUEST_ID.test(request) ? request : '';
}

/**
 * Where the caller of a request finds its answer, by n8n's own address and never the Host header.
 * Path parameters have the values of this call.
 */
export function statusAddress(
	webhookUrl: string,
	{ params }: Pick<IncomingRequest, 'params'>,
	requestId: string,
): string {
	const url = new URL(webhookUrl);
	const segments = url.pathname.replace(/\/$/, '').split('/');
	const filled = segments.map((segment) => {
		if (!segment.startsWith(':')) return segment;
		const value = params[decodeURIComponent(segment.slice(1))];
		return encodeURIComponent(typeof value === 'string' && value !== '' ? value : '-');
	});
	url.pathname = [...filled, STATUS_SEGMENT].join('/');
	url.search = `?request=${requestId}`;
	return url.href;
}
