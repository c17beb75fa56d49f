import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import type { Table } from './markdown';

const SHOWN = (property: INodeProperties): boolean => !['notice', 'hidden'].includes(property.type);

/** What a page says of a field: shown as, name, default. */
const rowOf = ({ displayName, name, default: value }: INodeProperties): string =>
	`${displayName} | \`${name}\` | \`${JSON.stringify(value)}\``;

/** The rows that the fields of a node or credential need, options of a collection included. */
export function neededRows(properties: readonly INodeProperties[]): ReadonlySet<string> {
	const collected = properties.flatMap(({ type, options = [] }) => {
		if (type === 'collection') return options as INodeProperties[];
		if (type !== 'fixedCollection') return [];
		return (options as INodePropertyCollection[]).flatMap(({ values }) => values);
	});
	const inside = collected.length === 0 ? [] : neededRows(collected);
	return new Set([...properties.filter(SHOWN).map(rowOf), ...inside]);
}

/** The rows that a page has in its tables of fields. */
export function writtenRows(tables: readonly Table[]): ReadonlySet<string> {
	return new Set(
		tables
			.filter(({ columns }) => /^(?:field|option)\b/.test(columns[0] ?? ''))
			.flatMap(({ rows }) => rows.map((cells) => cells.slice(0, 3).join(' | '))),
	);
}

/** The values that a field offers, each after what it depends on: `user create`. */
export function valuesOf(properties: readonly INodeProperties[], field: string): readonly string[] {
	return properties
		.filter(({ name }) => name === field)
		.flatMap(({ options, displayOptions }) => {
			const before = (displayOptions?.show?.['resource'] ?? []).map(String);
			const offered = (options ?? []) as INodePropertyOptions[];
			return offered.map(({ value }) => [...before, String(value)].join(' '));
		});
}
