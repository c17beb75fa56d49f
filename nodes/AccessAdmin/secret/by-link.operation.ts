import { onlyFor } from '../../../src/n8n/fields';
import { LINK_HOURS_FIELD, linkLife, showLink } from '../../../src/n8n/one-time-link';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { newKeyFields, readNewKey } from './create.operation';
import { readSecretName, readTerms, termsFields } from './new-value';

export const createByLinkFields = onlyFor(
	'secret',
	['createByLink'],
	[...newKeyFields, LINK_HOURS_FIELD],
);

export const rotateByLinkFields = onlyFor(
	'secret',
	['rotateByLink'],
	[...termsFields, LINK_HOURS_FIELD],
);

export const createByLink: Operation = async ({ administer }, parameters) => {
	const { secret, note } = readNewKey(parameters);
	const terms = { ...readTerms(parameters), ...note };
	const entry = { action: 'create', secret, terms, ...linkLife(parameters) } as const;
	return shown(await administer.links.enterSecret(entry), (link) => ({
		...showLink(link),
		...secret,
	}));
};

export const rotateByLink: Operation = async ({ administer }, parameters) => {
	const secret = readSecretName(parameters);
	const terms = readTerms(parameters);
	const entry = { action: 'rotate', secret, terms, ...linkLife(parameters) } as const;
	return shown(await administer.links.enterSecret(entry), (link) => ({
		...showLink(link),
		...secret,
	}));
};
