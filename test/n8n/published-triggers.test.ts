import { DatabaseSync } from 'node:sqlite';

import { openRealmBy } from '../../src/n8n/open-realms';
import { type AdminNode, anAdminNode } from './admin-node';
import { aHookedTrigger } from './hooked-trigger';

describe('a trigger that callers are told of', () => {
	let admin: AdminNode;
	beforeAll(async () => {
		admin = await anAdminNode();
		await openRealmBy(admin.fields);
	});
	afterAll(() => admin.close());

	const told = () => {
		const database = new DatabaseSync(String(admin.fields['sqliteFile']), { readOnly: true });
		const select = 'select path, url, workflow, node from active_trigger';
		const rows = database.prepare(select).all();
		database.close();
		return rows.map((row) => ({ ...row }));
	};
	const orders = {
		path: 'orders',
		url: 'http://127.0.0.1:5678/webhook/orders',
		workflow: 'w',
		node: 'Trigger',
	};

	test('IB-8: is one that is published, from then until it is not', async () => {
		const trigger = aHookedTrigger(admin.fields, {});
		expect(told()).toEqual([]);
		expect(await trigger.create()).toBe(true);
		expect(told()).toEqual([orders]);
		expect(await trigger.create()).toBe(true);
		expect(told()).toEqual([orders]);
		expect(await trigger.delete()).toBe(true);
		expect(told()).toEqual([]);
	});

	test('IB-8: is where it is after its path was changed', async () => {
		await aHookedTrigger(admin.fields, {}).create();
		const moved = aHookedTrigger(admin.fields, { path: '/moved/' });
		await moved.create();
		const url = 'http://127.0.0.1:5678/webhook/moved/';
		expect(told()).toEqual([{ ...orders, path: 'moved', url }]);
		await moved.delete();
		expect(told()).toEqual([]);
	});

	test('IB-8: is not one that is tried in the editor, which takes away nothing either', async () => {
		const trigger = aHookedTrigger(admin.fields, {});
		await trigger.create('test');
		expect(told()).toEqual([]);
		await trigger.create();
		await trigger.create('test');
		await trigger.delete('test');
		expect(told()).toEqual([orders]);
		await trigger.delete();
	});

	test('IB-8: is ended by n8n also where its realm cannot be opened', async () => {
		const lost = { ...admin.fields, passphrase: 'another passphrase' };
		expect(await aHookedTrigger(lost, {}).delete()).toBe(true);
	});
});
