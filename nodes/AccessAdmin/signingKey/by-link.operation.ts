import { onlyFor } from '../../../src/n8n/fields';
import { LINK_HOURS_FIELD, linkLife, showLink } from '../../../src/n8n/one-time-link';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { newKeyFields, readNewKey } from './create.operation';
import { graceField } from './rotate.operation';

export const createByLinkFields = onlyFor(
	'signingKey',
	['createByLink'],
	[...newKeyFields, LINK_HOURS_FIELD],
);

export const rotateByLinkFields = onlyFor(
	'signingKey',
	['rotateByLink'],
	[graceField, LINK_HOURS_FIELD],
);

export const createByLink: Operation = async ({ administer }, parameters) => {
	const terms = readNewKey(parameters);
	const { username, name } = terms;
	const made = await administer.links.enterSigningKey({ terms, ...linkLife(parameters) });
	return shown(made, (link) => ({ ...showLink(link), username, name }));
};

export const rotateByLink: Operation = async ({ administer }, parameters) => {
	const credentialId = parameters.text('credentialId');
	const rotation = { graceSeconds: parameters.wholeNumber('graceSeconds') };
	const entry = { credentialId, rotation, ...linkLife(parameters) };
	const made = await administer.links.enterSigningValue(entry);
	return shown(made, (link) => ({ ...showLink(link), credentialId }));
};
