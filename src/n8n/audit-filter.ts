import type { INodeProperties } from 'n8n-workflow';

import type { AuditFilter } from '../realm/realm';
import type { Parameters } from './parameters';

/** What the entries of the audit log can be filtered by. */
export const auditFilterFields: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		{
			displayName: 'Credential ID',
			name: 'credentialId',
			type: 'string',
			default: '',
			description: 'Only entries about this credential, or that name it as their key or actor',
		},
		{
			displayName: 'Decision',
			name: 'decision',
			type: 'options',
			options: [
				{ name: 'Accepted', value: 'accepted' },
				{ name: 'Any', value: '' },
				{ name: 'Done', value: 'done' },
				{ name: 'Refused', value: 'refused' },
				{ name: 'Repeated', value: 'repeated' },
				{ name: 'Used', value: 'used' },
			],
			default: '',
			description: 'Only entries with this outcome',
		},
		{
			displayName: 'From',
			name: 'from',
			type: 'dateTime',
			default: '',
			description: 'Only entries from this moment on',
		},
		{
			displayName: 'Kind',
			name: 'kind',
			type: 'options',
			options: [
				{ name: 'Administration', value: 'administration' },
				{ name: 'Any', value: '' },
				{ name: 'Authorization', value: 'authorization' },
				{ name: 'Decision', value: 'decision' },
				{ name: 'Secret Use', value: 'secretUse' },
			],
			default: '',
			description: 'Only entries of this kind',
		},
		{
			displayName: 'Reason',
			name: 'reason',
			type: 'string',
			default: '',
			placeholder: 'e.g. key-expired',
			description: 'Only calls refused for this reason',
		},
		{
			displayName: 'Until',
			name: 'to',
			type: 'dateTime',
			default: '',
			description: 'Only entries before this moment',
		},
		{
			displayName: 'User Name',
			name: 'user',
			type: 'string',
			default: '',
			description: 'Only entries about calls of this user',
		},
	],
};

const TEXTS = ['user', 'credentialId', 'kind', 'decision', 'reason'] as const;
const TIMES = ['from', 'to'] as const;

function instant(name: string, text: string): number {
	const time = Date.parse(text);
	if (!Number.isNaN(time)) return time;
	throw new Error(`The filter "${name}" is not a date: write it like 2030-12-31T00:00:00Z.`);
}

/** Reads the filters that are set. */
export function readAuditFilter(parameters: Parameters): AuditFilter {
	const set = <Name extends string>(names: readonly Name[]) =>
		names.flatMap((name) => {
			const text = parameters.optionalText(`filters.${name}`);
			return text === undefined ? [] : [[name, text] as const];
		});
	return Object.fromEntries([
		...set(TEXTS),
		...set(TIMES).map(([name, text]) => [name, instant(name, text)] as const),
	]);
}
