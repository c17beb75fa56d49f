import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeType,
	NodeConnectionTypes,
} from 'n8n-workflow';

const CREDENTIALS = [
	'inbentaApi',
	'interActionPlusApi',
	'interActionPlusOAuth2Api',
	'interactApi',
	'phixFlowApi',
	'secretKeysApi',
	'verintCommunityApi',
	'verintCommunityOAuth2Api',
];

/** Calls n8n's request helpers the way n8n's own nodes do; the item is the request's options. */
export class AnyNode implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Any',
		name: 'any',
		group: ['transform'],
		version: 2,
		description: '',
		defaults: {},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: CREDENTIALS.map((name) => ({ name })),
		properties: [],
	};

	async execute(this: IExecuteFunctions) {
		const { helper, ...options } = this.getInputData()[0]?.json ?? {};
		const [credential = ''] = Object.keys(this.getNode().credentials ?? {});
		const answer: unknown =
			helper === 'legacy'
				? await this.helpers.requestWithAuthentication.call(this, credential, options)
				: await this.helpers.httpRequestWithAuthentication.call(this, credential, {
						url: '',
						...options,
					});
		return [[{ json: { answer: String(answer) } }]];
	}
}

/** What HTTP Request 4.2 hands over: lower-case headers, `uri`, and credentials to every origin. */
export const optionsOfHttpRequest = (options: IDataObject): IDataObject => ({
	helper: 'legacy',
	method: 'GET',
	allowedDomains: '127.0.0.1, localhost',
	sendCredentialsOnCrossOriginRedirect: true,
	rejectUnauthorized: true,
	followRedirect: true,
	followAllRedirects: true,
	resolveWithFullResponse: true,
	gzip: true,
	...options,
});
