import { inspect } from 'node:util';
import type {
	IBinaryKeyData,
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeParameters,
} from 'n8n-workflow';
import { SecretKeysApi } from '../../credentials/SecretKeysApi.credentials';
import { ApiRequest } from '../../nodes/ApiRequest/ApiRequest.node';
import { aNode, aWorkflow, type Installed, runWorkflow } from './harness';

const TYPE = 'n8n-nodes-incoming-api.apiRequest';

/** A secret with every character that something on its way could mistake for syntax. */
export const SECRET = `s3cr3t "quoted" \\ $\${x} \${_datasource.Other} {{ 1 }} $& = %41 +/==`;

export interface Call {
	readonly parameters?: INodeParameters;
	/** Values by header name, as they are stored in the node. */
	readonly headers?: Readonly<Record<string, string>>;
	readonly credential?: ICredentialDataDecryptedObject;
	readonly items?: readonly IDataObject[];
	/** Files of every item, by the name of their field. */
	readonly binary?: IBinaryKeyData;
	readonly node?: Partial<INode>;
}

export interface Called {
	/** The items that came out, or those of the error that stopped the workflow. */
	readonly items: readonly IDataObject[];
	readonly pairedItems: readonly unknown[];
	/** The files of the items, with their bytes in base64. */
	readonly files: readonly (IBinaryKeyData | undefined)[];
	readonly error: { readonly name: string; readonly message: string } | undefined;
	readonly description: unknown;
	/** Everything n8n would keep or print about the run. */
	readonly kept: string;
}

const pairs = (entries: Readonly<Record<string, string>>): INodeParameters => ({
	parameters: Object.entries(entries).map(([name, value]) => ({ name, value })),
});

/** Runs a workflow of one API Request node in n8n's engine, with the real credential class. */
export async function callApi(call: Call): Promise<Called> {
	const credential = {
		allowedDomains: '127.0.0.1',
		secrets: JSON.stringify({
			MyAPIKey: SECRET,
			Other: 'other-s3cr3t',
			'Any name': 'named-s3cr3t',
		}),
		...call.credential,
	};
	const installed: Installed = {
		nodes: { [TYPE]: new ApiRequest() },
		credentialTypes: [new SecretKeysApi()],
		credentials: { c: credential },
	};
	const { headers = {}, items = [{}] } = call;
	const node = aNode({
		name: 'Call',
		type: TYPE,
		credentials: { secretKeysApi: { id: 'c', name: 'Keys' } },
		...call.node,
		parameters: { sendHeaders: true, headerParameters: pairs(headers), ...call.parameters },
	});
	const input = items.map((json) => ({ json, ...(call.binary && { binary: call.binary }) }));
	const ran = await runWorkflow(installed, aWorkflow(installed, [node]), 'Call', input);
	const { error } = ran.run.data.resultData;
	return {
		items: ran.items('Call').map(({ json }) => json),
		pairedItems: ran.items('Call').map(({ pairedItem }) => pairedItem),
		files: ran.items('Call').map(({ binary }) => binary),
		error: error && { name: error.name, message: error.message },
		description: error && 'description' in error ? error.description : undefined,
		kept: [
			JSON.stringify(ran.run),
			JSON.stringify(error),
			inspect(error, { depth: 12, showHidden: true }),
			inspect(ran.run.data, { depth: 12, showHidden: true }),
		].join('\n'),
	};
}
