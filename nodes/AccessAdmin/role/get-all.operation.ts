import { LIST_FIELDS, onlyFor, pickField } from '../../../src/n8n/fields';
import { limitIn } from '../../../src/n8n/list-filter';
import type { Operation } from '../../../src/n8n/run-operations';
import { shownList, showRole } from '../../../src/n8n/show';

export const getAllFields = onlyFor(
	'role',
	['getAll'],
	[
		...LIST_FIELDS,
		pickField('Application Name or ID', 'onlyApplication', 'listApplications', {
			required: false,
			description:
				'Only roles of this application; of all when empty. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		}),
	],
);

export const getAll: Operation = async ({ administer }, parameters) => {
	const application = parameters.optionalText('onlyApplication');
	const roles = await administer.roles.getAll({
		...(application === undefined ? {} : { application }),
		...limitIn(parameters),
	});
	return shownList(roles, showRole);
};
