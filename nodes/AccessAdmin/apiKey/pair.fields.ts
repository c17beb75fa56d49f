import type { INodeProperties } from 'n8n-workflow';

import { onlyWhen } from '../../../src/n8n/fields';

const ACT_AS = [
	{ name: 'Any User', value: 'any', description: 'Anybody in the realm, admins included' },
	{ name: 'Listed Users', value: 'listed', description: 'The users of Act As Users' },
	{ name: 'Nobody', value: 'none' },
];

const USERS: INodeProperties = {
	displayName: 'Act As User Names or IDs',
	name: 'actAsUsers',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'listUsers' },
	default: [],
	description:
		'All users as whom the holder of the pair may act. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

export const KIND_FIELD: INodeProperties = {
	displayName: 'Kind',
	name: 'kind',
	type: 'options',
	default: 'direct',
	options: [
		{ name: 'Direct', value: 'direct', description: 'One value, which triggers accept' },
		{
			name: 'Pair',
			value: 'pair',
			description: 'Key and secret, as Interact and Inbenta have them, for token endpoints alone',
		},
	],
	description: 'What callers show; stays for the life of the key',
};

/** What a new key pair has beyond other keys. */
export const NEW_PAIR_FIELDS: readonly INodeProperties[] = onlyWhen({ kind: ['pair'] }, [
	{
		displayName: 'Act As',
		name: 'actAs',
		type: 'options',
		default: 'none',
		options: ACT_AS,
		description:
			'Users whom the holder of the pair may name to act as, such as persons of Interact',
	},
	{ ...USERS, displayOptions: { show: { actAs: ['listed'] } } },
	{
		displayName: 'Rotate Before',
		name: 'rotateBefore',
		type: 'dateTime',
		default: '',
		description: 'By when the secret is to be rotated; past it the pair is listed, and still works',
	},
]);

/** The same where a key is updated. */
export const PAIR_UPDATE_FIELDS: readonly INodeProperties[] = [
	{
		displayName: 'Act As',
		name: 'newActAs',
		type: 'options',
		default: 'unchanged',
		options: [...ACT_AS, { name: 'Unchanged', value: 'unchanged' }],
		description: 'Users whom the holder of a key pair may name to act as',
	},
	{ ...USERS, displayOptions: { show: { newActAs: ['listed'] } } },
	{
		displayName: 'Rotate Before',
		name: 'rotateBefore',
		type: 'dateTime',
		default: '',
		description: 'By when the secret of a key pair is to be rotated; unchanged when empty',
	},
];
