import { onlyFor } from '../../../src/n8n/fields';
import { LINK_HOURS_FIELD, linkLife, showLink } from '../../../src/n8n/one-time-link';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';

export const setPasswordByLinkFields = onlyFor('user', ['setPasswordByLink'], [LINK_HOURS_FIELD]);

export const setPasswordByLink: Operation = async ({ administer }, parameters) => {
	const username = parameters.text('username');
	const made = await administer.links.enterPassword({ username, ...linkLife(parameters) });
	return shown(made, (link) => ({ ...showLink(link), username }));
};
