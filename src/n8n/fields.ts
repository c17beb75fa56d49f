import type { INodeProperties } from 'n8n-workflow';

type Shown = NonNullable<INodeProperties['displayOptions']>['show'];

/** Shows fields only where others have certain values. */
export function onlyWhen(show: Shown, fields: readonly INodeProperties[]): INodeProperties[] {
	return fields.map((field) => ({
		...field,
		displayOptions: { ...field.displayOptions, show: { ...show, ...field.displayOptions?.show } },
	}));
}

/** Shows fields only for some operations of a resource. */
export function onlyFor(
	resource: string,
	operations: readonly string[],
	fields: readonly INodeProperties[],
): INodeProperties[] {
	return onlyWhen({ resource: [resource], operation: [...operations] }, fields);
}

/** n8n's usual pair of fields for an operation that lists. */
export const LIST_FIELDS: readonly INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

const FROM_LIST =
	'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

/** A required field for one of the things that `method` lists. */
export function pickField(
	displayName: string,
	name: string,
	method: string,
	rest: Partial<INodeProperties> = {},
): INodeProperties {
	return {
		displayName,
		name,
		type: 'options',
		typeOptions: { loadOptionsMethod: method },
		required: true,
		default: '',
		description: FROM_LIST,
		...rest,
	};
}
