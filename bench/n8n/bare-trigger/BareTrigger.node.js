// The least that a community trigger can be: it asks nobody, and answers as ours does.
const { randomUUID } = require('node:crypto');
const { fromParameter, NodeConnectionTypes, webhookDescriptionFields } = require('n8n-workflow');

const text = (displayName, name) => ({
	displayName,
	name,
	type: 'string',
	noDataExpression: true,
	default: '',
});

class BareTrigger {
	description = {
		displayName: 'Bare Trigger',
		name: 'bareTrigger',
		group: ['trigger'],
		version: 2,
		description: 'Answers anybody',
		defaults: { name: 'Bare Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		webhooks: [
			{
				name: 'default',
				isFullPath: true,
				...webhookDescriptionFields({
					httpMethod: fromParameter('httpMethod', 'POST'),
					path: fromParameter('path'),
					responseMode: fromParameter('responseMode', 'lastNode'),
					responseData: fromParameter('responseData', 'allEntries'),
				}),
			},
		],
		properties: [text('Path', 'path'), text('Refusal', 'refusal')],
	};

	webhookMethods = {
		default: {
			checkExists: async () => false,
			create: async () => true,
			delete: async () => true,
		},
	};

	async webhook() {
		const request = this.getRequestObject();
		const response = this.getResponseObject();
		const requestId = randomUUID();
		response.setHeader('x-request-id', requestId);
		const refusal = this.getNodeParameter('refusal', '');
		if (refusal !== '') {
			response.writeHead(401, {
				'www-authenticate': 'Bearer realm="Incoming API"',
				'cache-control': 'no-store',
				'content-type': 'application/problem+json',
			});
			response.end(refusal);
			return { noWebhookResponse: true };
		}
		const json = {
			body: request.body,
			headers: request.headers,
			query: request.query,
			params: request.params,
			method: request.method,
			contentType: request.contentType,
			url: request.originalUrl,
			caller: { type: 'user', user: 'reporting-app', scopes: [], privileges: [] },
			requestId,
		};
		return { workflowData: [[{ json }]] };
	}
}

module.exports = { BareTrigger };
