import type { INodeParameters } from 'n8n-workflow';

import { type AdminNode, anAdminNode } from './admin-node';

let admin: AdminNode;
let credentialId: string;
beforeEach(async () => {
	admin = await anAdminNode();
	await admin.user('create', { username: 'alice' });
	const [key] = (await admin.apiKey('generate', { username: 'alice', name: 'first' })).json;
	credentialId = String(key?.['credentialId']);
});
afterEach(() => admin.close());

const EMPTY = [
	'={{ $json.nothing }}',
	'={{ undefined }}',
	'={{ null }}',
	"={{ '' }}",
	"={{ ' ' }}",
	'=',
] as const;

const cameOutEmpty = (field: string) =>
	`The field "${field}" is an expression that came out empty: correct it, or clear the field.`;

describe('an optional field whose expression comes out empty', () => {
	test.each<[string, string, INodeParameters]>([
		['expiresAt', 'apiKey generate', { username: 'alice', name: 'k' }],
		['expiresAt', 'apiKey rotate', { graceSeconds: 60 }],
		['username', 'apiKey getAll', {}],
		['onlyApplication', 'role getAll', {}],
		['newUsername', 'user update', { username: 'alice', displayName: 'A.' }],
		['personId', 'user create', { username: 'bob' }],
		['newPersonId', 'user update', { username: 'alice' }],
		['newName', 'role update', { application: 'Default', role: 'Caller' }],
		['filters.user', 'auditLog getAll', {}],
		['filters.from', 'auditLog export', {}],
	])('is refused as %s of %s', async (field, what, parameters) => {
		const [resource = '', operation = ''] = what.split(' ');
		for (const empty of EMPTY) {
			const [, filter] = field.split('.');
			const given = filter === undefined ? { [field]: empty } : { filters: { [filter]: empty } };
			const ran = await admin.run({ resource, operation, credentialId, ...parameters, ...given });
			expect([empty, ran.error?.message, ran.json]).toEqual([empty, cameOutEmpty(field), []]);
		}
	});

	test.each(['addresses', 'applications'])('makes no key without limits as %s', async (field) => {
		for (const empty of EMPTY) {
			for (const value of [empty, [empty]]) {
				const limits = { [field]: value };
				const ran = await admin.apiKey('generate', { username: 'alice', name: 'k', ...limits });
				expect(ran.error?.message).toMatch(new RegExp(`^The (list of |field ")${field}`));
				expect(ran.json).toEqual([]);
			}
		}
	});

	test('is no grace period', async () => {
		for (const empty of EMPTY) {
			const ran = await admin.apiKey('rotate', { credentialId, graceSeconds: empty });
			expect(ran.error?.message).toBe('The field "graceSeconds" is not a whole number: enter one.');
		}
	});
});

describe('an optional field', () => {
	test('may be left empty, and takes what an expression finds', async () => {
		const expiresAt = '2090-01-01T00:00:00.000Z';
		const generate = async (given: string) => {
			const input = { username: 'alice', name: 'k', expiresAt: given };
			return (await admin.apiKey('generate', input)).json[0]?.['expiresAt'];
		};
		expect([
			await generate(''),
			await generate(' '),
			await generate(`={{ '${expiresAt}' }}`),
		]).toEqual([null, null, expiresAt]);
	});
});
