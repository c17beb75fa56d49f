import { clientFieldsOf } from '../../../src/n8n/client-parameters';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { showClient } from '../../../src/n8n/show-client';
import { clientFields } from './client-fields';

export const updateFields = clientFields('update', [
	{
		displayName: 'New Client Name',
		name: 'newName',
		type: 'string',
		default: '',
		description: 'Name that users see when they are asked for consent; unchanged when empty',
	},
]);

export const update: Operation = async ({ administer }, parameters) => {
	const name = parameters.optionalText('newName');
	const updated = await administer.clients.update(parameters.text('clientId'), {
		...clientFieldsOf(parameters),
		...(name === undefined ? {} : { name }),
	});
	return shown(updated, showClient);
};
