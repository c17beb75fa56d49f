import type { ICredentialType } from 'n8n-workflow';
import { fieldEntries } from './fields.mts';
import { MADE } from './node-page.mts';
import { entry } from './prose.mts';

function useOf({ authenticate, restrictToSupportedNodes, extends: base }: ICredentialType): string {
	if (restrictToSupportedNodes) return 'Only the nodes of this package may use it.';
	if (base) return `Extends n8n's \`${base.join('`, `')}\`, which adds its own fields.`;
	return authenticate ? 'Usable in HTTP Request too, as a predefined credential type.' : '';
}

function section(credential: ICredentialType): string {
	const { displayName, name, properties } = credential;
	return [
		`## ${displayName}`,
		entry(0, `Type: \`${name}\`. ${useOf(credential)}`),
		properties.flatMap((field) => fieldEntries(field, { all: properties })).join('\n'),
	].join('\n\n');
}

/** The page of all credentials, which are too small for pages of their own. */
export function credentialsPage(credentials: readonly ICredentialType[]): string {
	return `${[
		MADE,
		'# Fields of the credentials',
		'What they are for is in [Nodes and credentials](../reference-nodes.md).',
		...credentials.map(section),
	].join('\n\n')}\n`;
}
