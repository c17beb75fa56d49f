import { ExecutionLifecycleHooks, ExternalSecretsProxy, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	type ICredentialDataDecryptedObject,
	ICredentialsHelper,
	type ICredentialType,
	type IConnections,
	type IExecuteResponsePromiseData,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';

/** What is installed and stored in the n8n of a test. */
export interface Installed {
	/** Node types by full name, for example `n8n-nodes-incoming-api.apiRequest`. */
	readonly nodes: Readonly<Record<string, INodeType>>;
	readonly credentialTypes?: readonly ICredentialType[];
	/** Decrypted credentials by id. */
	readonly credentials?: Readonly<Record<string, ICredentialDataDecryptedObject>>;
}

const undeclared = (member: string) => (): never => {
	throw new Error(`The test did not expect n8n's ${member} to be used.`);
};

/** n8n's credentials helper over the real credential classes and given fields. */
class GivenCredentials extends ICredentialsHelper {
	private readonly types: ReadonlyMap<string, ICredentialType>;

	private readonly stored: NonNullable<Installed['credentials']>;

	constructor({ credentialTypes = [], credentials = {} }: Installed) {
		super();
		this.types = new Map(credentialTypes.map((type) => [type.name, type]));
		this.stored = credentials;
	}

	getParentTypes = (typeName: string): string[] => this.types.get(typeName)?.extends ?? [];

	isCredentialUsableByNode = () => true;

	async authenticate(
		...[credentials, typeName, options]: Parameters<ICredentialsHelper['authenticate']>
	) {
		const authenticate = this.types.get(typeName)?.authenticate;
		if (typeof authenticate !== 'function') {
			throw new Error(`Credential type ${typeName} has no authenticate function.`);
		}
		// As n8n does: the same object, whatever kind of options it is.
		return await authenticate(credentials, options as IHttpRequestOptions);
	}

	/** As n8n does; what it would write to its database is noted in `written`. */
	async preAuthentication(
		...[helper, credentials, typeName, , isExpired]: Parameters<
			ICredentialsHelper['preAuthentication']
		>
	) {
		const type = this.types.get(typeName);
		const field = type?.properties.find(
			(each) => each.type === 'hidden' && each.typeOptions?.expirable === true,
		)?.name;
		if (field === undefined || type?.preAuthentication === undefined) return undefined;
		if (credentials[field] !== '' && !isExpired) return undefined;
		const output = await type.preAuthentication.call(helper, credentials);
		if (output[field] === undefined) return undefined;
		this.written.push(output);
		return Object.assign(credentials, output);
	}

	readonly written: unknown[] = [];

	runPreAuthentication = async () => undefined;

	async getDecrypted(
		_data: IWorkflowExecuteAdditionalData,
		{ id }: INodeCredentialsDetails,
		typeName: string,
	) {
		const defaults = this.getCredentialsProperties(typeName).map((property) => [
			property.name,
			property.default,
		]);
		return { ...Object.fromEntries(defaults), ...this.stored[id ?? ''] };
	}

	getCredentialsProperties(typeName: string) {
		return this.types.get(typeName)?.properties ?? [];
	}

	getCredentials = undeclared('getCredentials');

	updateCredentials = undeclared('updateCredentials');

	/** As n8n does: tokens belong to what is stored. */
	async updateCredentialsOauthTokenData(
		{ id }: INodeCredentialsDetails,
		_type: string,
		{ oauthTokenData }: ICredentialDataDecryptedObject,
	): Promise<void> {
		Object.assign(this.stored[id ?? ''] ?? {}, { oauthTokenData });
		return await Promise.resolve();
	}
}

export function nodeTypesOf({ nodes }: Installed): INodeTypes {
	const find = (type: string): INodeType => {
		const found = nodes[type];
		if (found === undefined) throw new Error(`Node type ${type} is not installed.`);
		return found;
	};
	return { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
}

/** What n8n hands to every context; give the parts that a test is about. */
export function additionalDataOf(
	installed: Installed,
	parts: Partial<IWorkflowExecuteAdditionalData> = {},
): IWorkflowExecuteAdditionalData {
	const base = 'http://127.0.0.1:5678';
	return {
		credentialsHelper: new GivenCredentials(installed),
		executionId: '1',
		currentNodeExecutionIndex: 0,
		variables: {},
		externalSecretsProxy: new ExternalSecretsProxy(),
		restApiUrl: `${base}/rest`,
		instanceBaseUrl: base,
		formBaseUrl: `${base}/form`,
		formWaitingBaseUrl: `${base}/form-waiting`,
		formTestBaseUrl: `${base}/form-test`,
		webhookBaseUrl: `${base}/webhook`,
		webhookWaitingBaseUrl: `${base}/webhook-waiting`,
		webhookTestBaseUrl: `${base}/webhook-test`,
		mcpBaseUrl: `${base}/mcp`,
		mcpTestBaseUrl: `${base}/mcp-test`,
		setExecutionStatus: () => {},
		logAiEvent: () => {},
		executeWorkflow: undeclared('executeWorkflow'),
		getRunExecutionData: undeclared('getRunExecutionData'),
		getRuntimeCredential: undeclared('getRuntimeCredential'),
		startRunnerTask: undeclared('startRunnerTask'),
		...parts,
	};
}

/** A node of a workflow; its name is its id. */
export const aNode = (node: Partial<INode> & Pick<INode, 'name' | 'type'>): INode => ({
	id: node.name,
	typeVersion: 2,
	position: [0, 0],
	parameters: {},
	...node,
});

/** Connects nodes in the order of their names. */
export function inARow(...names: readonly string[]): IConnections {
	const pairs = names.slice(1).map((name, index) => [names[index] ?? '', name] as const);
	return Object.fromEntries(
		pairs.map(([from, to]) => [from, { main: [[{ node: to, type: 'main' as const, index: 0 }]] }]),
	);
}

export function aWorkflow(
	installed: Installed,
	nodes: INode[],
	connections: IConnections = {},
): Workflow {
	const nodeTypes = nodeTypesOf(installed);
	return new Workflow({ id: 'w', nodes, connections, active: true, nodeTypes });
}

export interface Ran {
	readonly run: IRun;
	/** What a response node sent to the caller. */
	readonly sent: readonly IExecuteResponsePromiseData[];
	/** Items of the first output of a node's first run. */
	readonly items: (node: string) => readonly INodeExecutionData[];
}

/** Runs a workflow in n8n's engine, from a node and the items that reach it. */
export async function runWorkflow(
	installed: Installed,
	workflow: Workflow,
	start: string,
	items: INodeExecutionData[] = [{ json: {} }],
): Promise<Ran> {
	const node = workflow.getNode(start);
	if (node === null) throw new Error(`The workflow has no node ${start}.`);
	const sent: IExecuteResponsePromiseData[] = [];
	const hooks = new ExecutionLifecycleHooks('webhook', '1', {
		id: 'w',
		name: 'w',
		active: true,
		isArchived: false,
		createdAt: new Date(0),
		updatedAt: new Date(0),
		nodes: Object.values(workflow.nodes),
		connections: workflow.connectionsBySourceNode,
		activeVersionId: null,
	});
	hooks.addHandler('sendResponse', (response) => void sent.push(response));
	const data = createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node, data: { main: [items] }, source: null }] },
	});
	const additionalData = additionalDataOf(installed, { hooks });
	const run = await new WorkflowExecute(additionalData, 'webhook', data).processRunExecutionData(
		workflow,
	);
	const itemsOf = (name: string) =>
		run.data.resultData.runData[name]?.[0]?.data?.['main']?.[0] ?? [];
	return { run, sent, items: itemsOf };
}
