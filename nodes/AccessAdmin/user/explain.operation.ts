import { onlyFor, pickField } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { showExplanation, shown } from '../../../src/n8n/show';

export const explainFields = onlyFor(
	'user',
	['explain'],
	[
		pickField('Application Name or ID', 'application', 'listApplications', {
			default: 'Default',
		}),
		{
			displayName: 'Required Privileges',
			name: 'requiredPrivileges',
			type: 'string',
			default: 'Use API Key, Run Actions',
			description: 'What the trigger requires, with commas between the names',
		},
	],
);

export const explain: Operation = async ({ administer }, parameters) => {
	const username = parameters.text('username');
	const application = parameters.text('application');
	const requiredPrivileges = parameters.list('requiredPrivileges');
	const policy = { application, requiredPrivileges };
	return shown(await administer.users.explain(username, policy), (explanation) => ({
		username,
		application,
		requiredPrivileges: [...requiredPrivileges],
		...showExplanation(explanation),
	}));
};
