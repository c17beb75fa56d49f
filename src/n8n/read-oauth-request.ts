import { headerFieldsOf } from '../http/message';
import type { OAuthRequest } from '../realm/authorization-server';
import type { IncomingRequest } from './read-message';

export function readOAuthRequest(
	request: IncomingRequest & { readonly rawBody?: Buffer },
): OAuthRequest {
	const { originalUrl } = request;
	const query = originalUrl.indexOf('?');
	return {
		method: request.method ?? 'GET',
		headerFields: headerFieldsOf(request.rawHeaders),
		search: query === -1 ? '' : originalUrl.slice(query + 1),
		body: request.rawBody?.toString() ?? '',
		address: request.ip,
	};
}

/** The path that was called, as it was sent. */
export function pathOf({ originalUrl }: Pick<IncomingRequest, 'originalUrl'>): string {
	return originalUrl.split('?', 1)[0] ?? '';
}
