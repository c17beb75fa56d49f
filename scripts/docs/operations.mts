import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { fieldEntries } from './fields.mts';
import { entry, prose, sentence } from './prose.mts';

type Shown = Readonly<Record<string, readonly unknown[] | undefined>>;

const shownFor = (
	{ displayOptions }: INodeProperties,
	name: string,
): readonly unknown[] | undefined => (displayOptions?.show as Shown | undefined)?.[name];

const optionsOf = ({ options = [] }: INodeProperties): readonly INodePropertyOptions[] =>
	options as INodePropertyOptions[];

/** Fields that say the same, for one operation each, are one field for several. */
function joined(fields: readonly INodeProperties[]): readonly {
	readonly field: INodeProperties;
	readonly operations: readonly unknown[] | undefined;
}[] {
	const found = new Map<string, { field: INodeProperties; operations: unknown[] | undefined }>();
	for (const field of fields) {
		const { displayOptions, ...rest } = field;
		const { operation, ...others } = (displayOptions?.show ?? {}) as Record<string, unknown[]>;
		const key = JSON.stringify([rest, others, displayOptions?.hide]);
		const known = found.get(key);
		if (known === undefined) found.set(key, { field, operations: operation && [...operation] });
		else if (operation === undefined) known.operations = undefined;
		else known.operations?.push(...operation);
	}
	return [...found.values()];
}

/** A section for a resource: its operations, then the fields of them. */
function resourceSection(
	{ name, value }: INodePropertyOptions,
	all: readonly INodeProperties[],
): string {
	const own = all.filter((field) => shownFor(field, 'resource')?.includes(value) === true);
	const operations = own.filter((field) => field.name === 'operation').flatMap(optionsOf);
	const nameOf = (operation: unknown): string =>
		`*${operations.find((one) => one.value === operation)?.name ?? String(operation)}*`;
	const fields = joined(own.filter((field) => field.name !== 'operation')).flatMap(
		({ field, operations: of }) =>
			fieldEntries(field, {
				all: own,
				left: ['resource', 'operation'],
				before: of === undefined ? '' : `${of.map(nameOf).join(', ')}: `,
			}),
	);
	return [
		`## ${name}`,
		`\`resource\` \`${JSON.stringify(value)}\`. What \`operation\` may be:`,
		operations
			.map((one) =>
				entry(
					0,
					`\`${JSON.stringify(one.value)}\` *${one.name}*: ${sentence(prose(one.description || (one.action ?? '')))}`,
				),
			)
			.join('\n'),
		'Fields, each behind the operations that have it:',
		fields.join('\n'),
	].join('\n\n');
}

/** The fields of a node: by resource where it has resources, else in one list. */
export function fieldSections(all: readonly INodeProperties[]): string {
	const resource = all.find(({ name }) => name === 'resource');
	const everywhere = all.filter((field) => shownFor(field, 'resource') === undefined);
	const lists = everywhere.flatMap((field) => fieldEntries(field, { all }));
	const sections = resource ? optionsOf(resource).map((one) => resourceSection(one, all)) : [];
	return ['## Fields', lists.join('\n'), ...sections].join('\n\n');
}
