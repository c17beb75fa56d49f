import type { INodeParameters } from 'n8n-workflow';

import { type AdminNode, anAdminNode } from './admin-node';

let admin: AdminNode;
beforeEach(async () => {
	admin = await anAdminNode();
	for (const username of ['alice', 'bob']) await admin.user('create', { username });
});
afterEach(() => admin.close());

const generated = async (parameters: INodeParameters) =>
	(await admin.apiKey('generate', { name: 'k', ...parameters })).json[0] ?? {};
const search = (publicId: string, parameters: INodeParameters = {}) =>
	admin.apiKey('getAll', { returnAll: true, publicId, ...parameters });

describe('a leaked key in Access Admin', () => {
	test('PF-5: is found by how it begins, and its secret part is nowhere', async () => {
		await generated({ username: 'bob' });
		const { key, ...rest } = await generated({ username: 'alice' });
		const beginning = String(key).slice(0, String(key).lastIndexOf('_'));
		for (const text of [beginning, `${beginning}_`, beginning.slice(-22)]) {
			const { json } = await search(text);
			expect(json).toEqual([{ ...rest, publicIds: [beginning] }]);
			expect(JSON.stringify(json)).not.toContain(String(key).slice(beginning.length + 1));
		}
		expect((await search(beginning, { username: 'bob' })).json).toEqual([]);
		expect((await search(beginning.replace(/.$/, '#'))).error).toBeDefined();
		expect((await search(`iapi_live_${'0'.repeat(22)}`)).json).toEqual([]);
	});

	test('IN-2: is a pair, by its key or by how its secret begins', async () => {
		const { key, secret, ...rest } = await generated({ kind: 'pair', username: 'alice' });
		const beginning = String(secret).slice(0, String(secret).lastIndexOf('_'));
		for (const text of [String(key), beginning]) {
			const { json } = await search(text);
			expect(json).toEqual([{ key, ...rest, publicIds: [beginning] }]);
			expect(JSON.stringify(json)).not.toContain(String(secret).slice(beginning.length + 1));
		}
	});

	test('is refused whole, in words that do not repeat it', async () => {
		const { key } = await generated({ username: 'alice' });
		const { json, error } = await search(String(key));
		expect(json).toEqual([]);
		expect(error?.message).toBe(
			'That is a whole key, which n8n keeps in clear: take it out of this field, and enter what stands before its last _.',
		);
		expect(`${String(error?.description)} ${String(error?.stack)}`).not.toContain(String(key));
	});

	test('is not every key where an expression finds nothing', async () => {
		await generated({ username: 'alice' });
		const { json, error } = await search('={{ $json.nothing }}');
		expect([json, error === undefined]).toEqual([[], false]);
	});
});
