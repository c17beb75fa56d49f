import type { CredentialReference } from '../n8n/credentials.mts';
import type { Workflow } from '../n8n/workflows.mts';
import { callOutWorkflow, requestsWorkflow } from './workflows.mts';

const OWN = '${_datasource.MyAPIKey}';
const THEIRS = '{{ $json.body.text }}';

/** The text of the caller, beside the author's own reference, in every place of an API Request. */
export function copyingApiRequest(
	path: string,
	url: string,
	use: { readonly realm: CredentialReference; readonly secrets: CredentialReference },
): Workflow {
	const parameters = (...entries: readonly { name: string; value: string }[]) => ({
		parameters: entries,
	});
	const request = {
		method: 'POST',
		url,
		sendQuery: true,
		queryParameters: parameters({ name: 'mixed', value: `=${OWN}|${THEIRS}` }),
		sendHeaders: true,
		headerParameters: parameters(
			{ name: 'X-Own', value: OWN },
			{ name: 'X-Before', value: `=${OWN}${THEIRS}` },
			{ name: 'X-Behind', value: `=${THEIRS}${OWN}` },
			{ name: 'X-Dollar', value: `=$${THEIRS}` },
			{ name: 'X-Theirs', value: `=${THEIRS}` },
		),
		sendBody: true,
		jsonBody: `={"own":"${OWN}","theirs":{{ JSON.stringify($json.body.text) }}}`,
		options: { referencesIn: ['query', 'body'] },
	};
	return requestsWorkflow({ path, httpMethod: 'POST', requests: [request], ...use });
}

/** The same in the headers of n8n's own HTTP Request; the caller even chooses its address. */
export function copyingHttpRequest(
	path: string,
	use: { readonly realm: CredentialReference; readonly secrets: CredentialReference },
): Workflow {
	return callOutWorkflow({
		...{ path, httpMethod: 'POST', node: 'httpRequest', header: OWN },
		url: '={{ $json.body.url }}',
		more: [{ name: 'X-Theirs', value: `=${THEIRS}` }],
		...use,
	});
}
