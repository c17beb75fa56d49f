import type { CredentialReference } from '../n8n/credentials.mts';
import type { Workflow } from '../n8n/workflows.mts';
import { requestsWorkflow } from './workflows.mts';

export type OutgoingWorkflow = 'echo' | 'pages' | 'busy' | 'upload';

const REFERENCE = '${_datasource.MyAPIKey}';

/** A request with the secret in `Authorization`. */
const request = (url: string, options: object = {}, more: object = {}) => ({
	method: 'GET',
	url,
	sendHeaders: true,
	headerParameters: { parameters: [{ name: 'Authorization', value: REFERENCE }] },
	options,
	...more,
});

/** Workflows that show what API Request does beyond one header and one answer. */
export function outgoingWorkflows(
	api: string,
	use: { readonly realm: CredentialReference; readonly secrets: CredentialReference },
): Readonly<Record<OutgoingWorkflow, Workflow>> {
	const workflow = (path: string, ...requests: readonly ReturnType<typeof request>[]) =>
		requestsWorkflow({ path, requests, ...use });
	const bodyAlone = { response: { response: { fullResponse: false } } };
	const upload = {
		method: 'POST',
		sendBody: true,
		contentType: 'multipart-form-data',
		bodyParameters: {
			parameters: [
				{ parameterType: 'formData', name: 'key', value: REFERENCE },
				{ parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'data' },
			],
		},
	};
	return {
		echo: workflow('smoke-echo', request(`${api}/echo`)),
		pages: workflow(
			'smoke-pages',
			request(`${api}/pages`, {
				...bodyAlone,
				pagination: { pagination: { paginationMode: 'linkHeader' } },
			}),
		),
		busy: workflow('smoke-busy', request(`${api}/busy`, { retry: { retry: { firstWait: 1 } } })),
		upload: workflow(
			'smoke-upload',
			request(`${api}/picture`),
			request(`${api}/upload`, { referencesIn: ['body'] }, upload),
		),
	};
}
