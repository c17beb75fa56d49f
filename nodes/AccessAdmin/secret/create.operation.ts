import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { showSecret } from '../../../src/n8n/show-secret';
import { newValueFields, readNewValue } from './new-value';

export const createFields = onlyFor(
	'secret',
	['create'],
	[
		{
			displayName: 'Key Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. MyAPIKey',
			description: 'What references call the key, unique in its datasource',
		},
		...newValueFields,
		{
			displayName: 'Note',
			name: 'note',
			type: 'string',
			default: '',
			placeholder: 'e.g. Of the partner account, asked for by sales',
			description: 'For whoever looks after the key; no secret',
		},
	],
);

export const create: Operation = async ({ administer }, parameters) => {
	const note = parameters.optionalText('note');
	const secret = { datasource: parameters.text('datasource'), name: parameters.text('name') };
	const input = { ...readNewValue(parameters), ...(note === undefined ? {} : { note }) };
	return shown(await administer.secrets.create(secret, input), showSecret);
};
