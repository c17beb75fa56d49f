import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { fieldSections } from './operations.mts';
import { entry, filled, prose, sentence } from './prose.mts';
import { addressesOf, type ResolveField } from './webhooks.mts';

const PACKAGE = 'n8n-nodes-incoming-api';

/** Said on top of each page that is made: nobody should mend it by hand. */
export const MADE =
	'<!-- Made by `npm run docs` from the descriptions that n8n shows. Change those. -->';

const takesExpressions = (fields: readonly INodeProperties[]): boolean =>
	fields.some(({ type, noDataExpression }) => type !== 'notice' && noDataExpression !== true);

function factsOf(node: INodeTypeDescription, resolveField: ResolveField): readonly string[] {
	const credentials = (node.credentials ?? []).map(
		({ name, required, displayName }) =>
			`\`${name}\`${displayName ? ` *${displayName}*` : ''}${required ? '' : ' (may be left out)'}`,
	);
	const addresses = addressesOf(node, resolveField);
	return [
		`Type: \`${PACKAGE}.${node.name}\`, version ${[node.version].flat().join(', ')}.`,
		`Line under its name: \`${node.subtitle ?? ''}\`.`,
		`Inputs: ${String(node.inputs.length)}. Outputs: ${String(node.outputs.length)}.`,
		credentials.length === 0 ? 'Credentials: none.' : `Credentials: ${credentials.join(', ')}.`,
		`AI agents may use it as a tool: ${node.usableAsTool ? 'yes' : 'no'}.`,
		...(takesExpressions(node.properties) ? [] : ['No field takes an expression.']),
		...(addresses.length === 0
			? []
			: [`Addresses, where everything that adds one is chosen: ${addresses.join('; ')}.`]),
	];
}

/** The page of a node. */
export function nodePage(node: INodeTypeDescription, resolveField: ResolveField): string {
	return `${[
		MADE,
		`# Fields of ${node.displayName}`,
		filled(sentence(prose(node.description))),
		factsOf(node, resolveField)
			.map((fact) => entry(0, fact))
			.join('\n'),
		'What it is for and how it behaves is in [Nodes and credentials](../reference-nodes.md).',
		fieldSections(node.properties),
	].join('\n\n')}\n`;
}
