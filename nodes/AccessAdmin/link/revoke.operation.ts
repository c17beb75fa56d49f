import { onlyFor } from '../../../src/n8n/fields';
import { showKeptLink } from '../../../src/n8n/one-time-link';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';

export const revokeFields = onlyFor(
	'link',
	['revoke'],
	[
		{
			displayName: 'Link ID',
			name: 'linkId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 5b0e5c0e-5d0f-4b1a-9a59-0c7ad7a3f1c2',
			description:
				'The linkId that came with the link, and that Get Many shows; never the link itself',
		},
	],
);

export const revoke: Operation = async ({ administer }, parameters) =>
	shown(await administer.links.revoke(parameters.text('linkId')), showKeptLink);
