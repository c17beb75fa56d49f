import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

function inside({ type, options = [] }: INodeProperties): readonly INodeProperties[] {
	if (type === 'collection') return options as INodeProperties[];
	if (type !== 'fixedCollection') return [];
	return (options as INodePropertyCollection[]).flatMap(({ values }) => values);
}

/** The values that a field offers, wherever it stands. */
export function valuesOf(properties: readonly INodeProperties[], field: string): readonly string[] {
	return properties.flatMap((property) => {
		const { name, options = [] } = property;
		if (name !== field) return valuesOf(inside(property), field);
		return (options as INodePropertyOptions[]).map(({ value }) => String(value));
	});
}
