import type {
	INode,
	INodeParameters,
	INodeTypeDescription,
	resolveWebhookDescriptionField,
} from 'n8n-workflow';

/** n8n's own, which only CommonJS can load. */
export type ResolveField = typeof resolveWebhookDescriptionField;

/** Parameters with which a trigger has all of its addresses. */
const WITH_ALL: INodeParameters = {
	path: 'path',
	responseMode: 'poll',
	aliases: ['alias'],
	dialects: ['oauth', 'verint', 'interact', 'interActionPlus', 'inbenta'],
};

/** The methods and paths of a trigger that has all of its addresses, each once and in order. */
export function addressesOf(
	description: INodeTypeDescription,
	resolveField: ResolveField,
): readonly string[] {
	const defaults = description.properties.map(({ name, default: value }) => [name, value] as const);
	const parameters = { ...Object.fromEntries(defaults), ...WITH_ALL } as INodeParameters;
	const node = { parameters } as INode;
	const addresses = (description.webhooks ?? []).map((webhook) => {
		const [method, path] = (['httpMethod', 'path'] as const).map((field) => {
			const value = resolveField(node, webhook, field);
			return value.resolved ? String(value.value) : String(webhook[field]);
		});
		return { method: method ?? '', path: path ?? '' };
	});
	const listening = addresses.filter(({ method, path }) => method !== '' && path !== '');
	return [
		...new Set(
			listening.map(({ method, path }) => `${method.replaceAll(',', ', ')} \`/webhook/${path}\``),
		),
	];
}
