import { Readable } from 'node:stream';

import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

const FILE = Symbol('file');

/** An item with a file beside its members, as n8n's binary data. */
export interface ItemWithFile {
	readonly json: IDataObject;
	readonly [FILE]: {
		readonly name: string;
		readonly mediaType: string;
		readonly content: AsyncIterable<string>;
	};
}

export function withFile(
	json: IDataObject,
	file: {
		readonly name: string;
		readonly mediaType: string;
		readonly content: AsyncIterable<string>;
	},
): ItemWithFile {
	return { json, [FILE]: file };
}

function hasFile(value: object): value is ItemWithFile {
	return FILE in value;
}

/** The items that an operation's value becomes. */
export async function itemsOf(
	context: Pick<IExecuteFunctions, 'helpers'>,
	value: IDataObject | readonly IDataObject[] | ItemWithFile,
): Promise<readonly INodeExecutionData[]> {
	if (!hasFile(value)) return ([value].flat() as IDataObject[]).map((json) => ({ json }));
	const { name, mediaType, content } = value[FILE];
	const bytes = Readable.from(content, { objectMode: false });
	const data = await context.helpers.prepareBinaryData(bytes, name, mediaType);
	return [{ json: value.json, binary: { data } }];
}
