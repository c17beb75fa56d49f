import type { INodeProperties } from 'n8n-workflow';

import { onlyFor, pickField } from '../../../src/n8n/fields';
import { outputNotice } from '../../../src/n8n/one-time-link';
import { create, createFields } from './create.operation';
import {
	createByLink,
	createByLinkFields,
	rotateByLink,
	rotateByLinkFields,
} from './by-link.operation';
import { createDatasource, createDatasourceFields } from './create-datasource.operation';
import { deleteSecret } from './delete.operation';
import { deleteDatasource, deleteDatasourceFields } from './delete-datasource.operation';
import { disable } from './disable.operation';
import { enable } from './enable.operation';
import { getAll, getAllFields } from './get-all.operation';
import { getDatasources, getDatasourcesFields } from './get-datasources.operation';
import { restore } from './restore.operation';
import { rotate, rotateFields } from './rotate.operation';
import { rotateDatasourceKey, rotateDatasourceKeyFields } from './rotate-datasource-key.operation';
import { updateDatasource, updateDatasourceFields } from './update-datasource.operation';

export const secretOperations = {
	create,
	createByLink,
	getAll,
	rotate,
	rotateByLink,
	restore,
	enable,
	disable,
	delete: deleteSecret,
	createDatasource,
	getDatasources,
	updateDatasource,
	rotateDatasourceKey,
	deleteDatasource,
};

const ON_ONE_KEY = ['rotate', 'rotateByLink', 'restore', 'enable', 'disable', 'delete'];

export const secretFields: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['secret'] } },
		default: 'create',
		options: [
			{
				name: 'Create',
				value: 'create',
				action: 'Create a secret key',
				description: 'Keep a sealed value under a name',
			},
			{
				name: 'Create by Link',
				value: 'createByLink',
				action: 'Make a link on which a secret key is created',
				description: 'Make a one-time link on which its receiver types the value',
			},
			{
				name: 'Create Datasource',
				value: 'createDatasource',
				action: 'Create a datasource',
				description: 'Make a place for the secret keys of one external system',
			},
			{ name: 'Delete', value: 'delete', action: 'Delete a secret key' },
			{
				name: 'Delete Datasource',
				value: 'deleteDatasource',
				action: 'Delete a datasource',
				description: 'Delete a place for secret keys, and its keys if you say so',
			},
			{
				name: 'Disable',
				value: 'disable',
				action: 'Disable a secret key',
				description: 'Send a key nowhere until it is enabled again',
			},
			{ name: 'Enable', value: 'enable', action: 'Enable a secret key' },
			{
				name: 'Get Datasources',
				value: 'getDatasources',
				action: 'Get many datasources',
				description: 'Get datasources with their public keys',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many secret keys',
				description: 'Get the keys of a datasource, never a value',
			},
			{
				name: 'Restore',
				value: 'restore',
				action: 'Restore a secret key',
				description: 'Go back to the value before the last rotation',
			},
			{
				name: 'Rotate',
				value: 'rotate',
				action: 'Rotate a secret key',
				description: 'Give a key a new value and keep the one before',
			},
			{
				name: 'Rotate by Link',
				value: 'rotateByLink',
				action: 'Make a link on which a secret key is rotated',
				description: 'Make a one-time link on which its receiver types the new value',
			},
			{
				name: 'Rotate Datasource Key',
				value: 'rotateDatasourceKey',
				action: 'Rotate the key of a datasource',
				description: 'Make a new datasource key and a new public key',
			},
			{
				name: 'Update Datasource',
				value: 'updateDatasource',
				action: 'Update a datasource',
				description: 'Take hosts away from those that may receive its secrets',
			},
		],
	},
	...onlyFor(
		'secret',
		['createDatasource', 'rotateDatasourceKey'],
		[
			...outputNotice(
				'datasourceKeyNotice',
				'The datasource key is in the output this one time, for the Secret Keys credential. n8n keeps what a node outputs for as long as it keeps the execution: switch off saving of executions in the settings of this workflow.',
			),
		],
	),
	...onlyFor(
		'secret',
		[
			'create',
			'createByLink',
			'getAll',
			'updateDatasource',
			'rotateDatasourceKey',
			'deleteDatasource',
			...ON_ONE_KEY,
		],
		[pickField('Datasource Name or ID', 'datasource', 'listDatasources')],
	),
	...onlyFor('secret', ON_ONE_KEY, [
		pickField('Secret Key Name or ID', 'secret', 'listSecrets', {
			typeOptions: { loadOptionsMethod: 'listSecrets', loadOptionsDependsOn: ['datasource'] },
		}),
	]),
	...createDatasourceFields,
	...createFields,
	...createByLinkFields,
	...rotateFields,
	...rotateByLinkFields,
	...updateDatasourceFields,
	...rotateDatasourceKeyFields,
	...deleteDatasourceFields,
	...getAllFields,
	...getDatasourcesFields,
];
