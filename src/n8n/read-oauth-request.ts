import { headerFieldsOf } from '../http/message';
import type { EndpointName, OAuthRequest } from '../realm/authorization-server';
import { endpointPaths } from '../realm/authorization-server';
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

/** The endpoint that was called, by how its path ends; n8n ignores a slash behind it. */
export function endpointOf({ originalUrl }: Pick<IncomingRequest, 'originalUrl'>) {
	const path = originalUrl.split('?', 1)[0]?.replace(/\/$/, '') ?? '';
	const names = Object.keys(endpointPaths) as EndpointName[];
	return names.find((name) => path.endsWith(endpointPaths[name]));
}
