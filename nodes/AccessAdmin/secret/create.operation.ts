import type { INodeProperties } from 'n8n-workflow';

import { onlyFor } from '../../../src/n8n/fields';
import type { Parameters } from '../../../src/n8n/parameters';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { showSecret } from '../../../src/n8n/show-secret';
import { readNewValue, sealedField, termsFields } from './new-value';

const nameField: INodeProperties = {
	displayName: 'Key Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. MyAPIKey',
	description: 'What references call the key, unique in its datasource',
};

const noteField: INodeProperties = {
	displayName: 'Note',
	name: 'note',
	type: 'string',
	default: '',
	placeholder: 'e.g. Of the partner account, asked for by sales',
	description: 'For whoever looks after the key; no secret',
};

/** What a new key has beside its value. */
export const newKeyFields: readonly INodeProperties[] = [nameField, ...termsFields, noteField];

export const createFields = onlyFor(
	'secret',
	['create'],
	[nameField, sealedField, ...termsFields, noteField],
);

/** Reads the name of a new key, and its note. */
export function readNewKey(parameters: Parameters) {
	const note = parameters.optionalText('note');
	return {
		secret: { datasource: parameters.text('datasource'), name: parameters.text('name') },
		note: note === undefined ? {} : { note },
	};
}

export const create: Operation = async ({ administer }, parameters) => {
	const { secret, note } = readNewKey(parameters);
	const input = { ...readNewValue(parameters), ...note };
	return shown(await administer.secrets.create(secret, input), showSecret);
};
