import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import {
	type IConnections,
	type INode,
	type INodeParameters,
	type INodeType,
	NodeHelpers,
} from 'n8n-workflow';

import { AccessAdmin } from '../../nodes/AccessAdmin/AccessAdmin.node';
import { ApiRequest } from '../../nodes/ApiRequest/ApiRequest.node';
import { AuthorizationServerTrigger } from '../../nodes/AuthorizationServerTrigger/AuthorizationServerTrigger.node';
import { IncomingApiResponse } from '../../nodes/IncomingApiResponse/IncomingApiResponse.node';
import { IncomingApiTrigger } from '../../nodes/IncomingApiTrigger/IncomingApiTrigger.node';
import { definitionsOf, tablesOf } from './markdown';

interface Example {
	readonly name: string;
	readonly nodes: readonly INode[];
	readonly connections: IConnections;
	readonly settings: object;
}

const root = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const files = globSync('examples/*.json', { cwd: root }).map((path) => basename(path, '.json'));
const examples = files.map((file): [string, Example] => [
	file,
	JSON.parse(read(`examples/${file}.json`)) as Example,
]);

const OWN: Readonly<Record<string, INodeType>> = {
	'n8n-nodes-incoming-api.accessAdmin': new AccessAdmin(),
	'n8n-nodes-incoming-api.apiRequest': new ApiRequest(),
	'n8n-nodes-incoming-api.authorizationServerTrigger': new AuthorizationServerTrigger(),
	'n8n-nodes-incoming-api.incomingApiResponse': new IncomingApiResponse(),
	'n8n-nodes-incoming-api.incomingApiTrigger': new IncomingApiTrigger(),
};
/** Nodes of n8n's own, in versions that n8n 2.41 has. */
const OF_N8N = [
	'n8n-nodes-base.filter 2.2',
	'n8n-nodes-base.httpRequest 4.2',
	'n8n-nodes-base.if 2.2',
	'n8n-nodes-base.manualTrigger 1',
	'n8n-nodes-base.scheduleTrigger 1.2',
	'n8n-nodes-base.set 3.4',
	'n8n-nodes-base.stickyNote 1',
	'n8n-nodes-base.stopAndError 1',
	'n8n-nodes-base.wait 1.1',
];

/** What n8n makes of the parameters: without those that no field has, or that are not shown. */
function understood(node: INode): INodeParameters | null {
	const { description } = OWN[node.type] as INodeType;
	const { properties } = description;
	return NodeHelpers.getNodeParameters(properties, node.parameters, true, false, node, description);
}

describe.each(examples)('the example %s', (file, { name, nodes, connections, ...rest }) => {
	test('is a workflow and nothing of the n8n that it comes from', () => {
		expect(name).not.toBe('');
		expect(Object.keys(rest)).toEqual(['settings']);
		const members = new Set(nodes.flatMap((node) => Object.keys(node)));
		for (const known of ['id', 'name', 'type', 'typeVersion', 'position', 'parameters']) {
			members.delete(known);
		}
		members.delete('webhookId');
		expect([...members]).toEqual([]);
	});

	test('has a note that begins with its name and says what to set, by node', () => {
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		const texts = notes.map(({ parameters }) => String(parameters['content']));
		expect(texts.map((text) => text.split('\n')[0])).toEqual([`## ${name}`]);
		expect(texts[0]).toMatch(/^1\. /m);
		const named = [...(texts[0] ?? '').matchAll(/\*\*(.+?)\*\*/g)].map(([, node = '']) => node);
		const known = [...nodes.map((node) => node.name), 'Access Admin'];
		expect(named.filter((node) => !known.includes(node))).toEqual([]);
	});

	test('has nodes that are there, with parameters that their fields have', () => {
		for (const node of nodes) {
			const own = OWN[node.type];
			if (own === undefined) {
				expect(OF_N8N).toContain(`${node.type} ${String(node.typeVersion)}`);
				continue;
			}
			expect(node.typeVersion).toBe(own.description.version);
			expect(understood(node)).toMatchObject(node.parameters);
		}
	});

	test('connects nodes that it has, and leaves none alone', () => {
		const names = nodes
			.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote')
			.map((node) => node.name);
		const targets = Object.values(connections).flatMap(({ main = [] }) =>
			main.flatMap((ends) => (ends ?? []).map(({ node }) => node)),
		);
		const connected = new Set([...Object.keys(connections), ...targets]);
		expect([...connected].filter((node) => !names.includes(node))).toEqual([]);
		const alone = names.filter((node) => !connected.has(node));
		expect(alone.filter((node) => node !== 'Authorization Server Trigger')).toEqual([]);
	});

	test('is on the page of examples with a sentence, and linked from the page of its task', () => {
		const page = read('examples/README.md');
		const addresses = definitionsOf(page);
		const rows = tablesOf(page).flatMap((table) => table.rows);
		const [row, ...others] = rows.filter(([cell]) => cell === `[${file}]`);
		expect(others).toEqual([]);
		expect(addresses.get(file)).toBe(`${file}.json`);
		expect(row?.[1]).toMatch(/\.$/);
		const [, task = ''] = /\]\[(\w+)\]$/.exec(row?.[2] ?? '') ?? [];
		const path = (addresses.get(task) ?? '').replace('../', '');
		expect(read(path)).toContain(`../examples/${file}.json`);
	});
});

test('a parameter that no field has, or that is not shown, is found', () => {
	const admin = { type: 'n8n-nodes-incoming-api.accessAdmin', typeVersion: 2 };
	const nodeWith = (parameters: INodeParameters) => ({ ...admin, parameters }) as unknown as INode;
	const create = { resource: 'user', operation: 'create', username: 'ada' };
	expect(understood(nodeWith(create))).toMatchObject(create);
	const unknown = { ...create, nickname: 'ada' };
	expect(understood(nodeWith(unknown))).not.toMatchObject(unknown);
	const hidden = { ...create, graceSeconds: 1 };
	expect(understood(nodeWith(hidden))).not.toMatchObject(hidden);
	const limited = { ...create, rateLimit: { limit: { calls: 60, often: true } } };
	expect(understood(nodeWith(limited))).not.toMatchObject(limited);
});
