import { inspect } from 'node:util';
import type { ICredentialDataDecryptedObject, ICredentialType, IDataObject } from 'n8n-workflow';

import { ApiRequest } from '../../nodes/ApiRequest/ApiRequest.node';
import { AnyNode, optionsOfHttpRequest } from './any-node';
import { aNode, aWorkflow, type Installed, runWorkflow } from './harness';

const API_REQUEST = 'n8n-nodes-incoming-api.apiRequest';

export interface VendorCall {
	readonly type: ICredentialType;
	readonly fields: ICredentialDataDecryptedObject;
	readonly url: string;
	readonly method?: string;
	readonly body?: IDataObject;
	readonly headers?: Readonly<Record<string, string>>;
	/** How many items call at once. */
	readonly items?: number;
	readonly options?: IDataObject;
}

async function run(installed: Installed, node: IDataObject, items: readonly IDataObject[]) {
	const { name } = node as { name: string };
	const made = aNode(node as never);
	const input = items.map((json) => ({ json }));
	const ran = await runWorkflow(installed, aWorkflow(installed, [made]), name, input);
	const { error } = ran.run.data.resultData;
	return {
		items: ran.items(name).map(({ json }) => json),
		error: error?.message,
		/** Everything that n8n would keep of it. */
		kept: JSON.stringify(ran.run) + inspect(error, { depth: 12 }),
	};
}

const installedWith = ({ type, fields }: VendorCall): Installed => ({
	nodes: { [API_REQUEST]: new ApiRequest(), any: new AnyNode() },
	credentialTypes: [type],
	credentials: { c: fields },
});

/** Calls a system with the API Request node, in n8n's engine. */
export async function byApiRequest(call: VendorCall) {
	const { type, url, method = 'GET', body, headers = {}, items = 1, options = {} } = call;
	const pairs = Object.entries(headers).map(([name, value]) => ({ name, value }));
	const sent = body && {
		sendBody: true,
		contentType: 'json',
		specifyBody: 'json',
		jsonBody: JSON.stringify(body),
	};
	const parameters = {
		authentication: type.name,
		url,
		method,
		...sent,
		...(pairs.length > 0 && { sendHeaders: true, headerParameters: { parameters: pairs } }),
		options: { batching: { batch: { batchSize: items } }, ...options },
	};
	const credentials = { [type.name]: { id: 'c', name: 'System' } };
	const node = { name: 'Call', type: API_REQUEST, credentials, parameters };
	return await run(installedWith(call), node as never, new Array(items).fill({}));
}

/** Calls a system as n8n's HTTP Request node does. */
export async function byHttpRequest(call: VendorCall) {
	const { type, url, method = 'GET', body, headers = {} } = call;
	const json = optionsOfHttpRequest({
		uri: url,
		method,
		headers: { ...headers },
		...(body && { body, json: true }),
	});
	const credentials = { [type.name]: { id: 'c', name: 'System' } };
	const node = { name: 'HTTP Request', type: 'any', credentials };
	return await run(installedWith(call), node as never, [json]);
}
