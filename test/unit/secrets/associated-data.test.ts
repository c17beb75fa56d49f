import {
	associatedData,
	type DatasourcePlace,
	type SecretPlace,
} from '../../../src/secrets/associated-data';

const DATASOURCE: DatasourcePlace = {
	realmId: 'r',
	datasourceId: 'd',
	name: 'crm',
	allowedDomains: 'a.example, b.example',
};
const SECRET: SecretPlace = { name: 'n', id: 'i', version: 1, allowedDomains: 'a.example' };
const data = (datasource: Partial<DatasourcePlace> = {}, secret: Partial<SecretPlace> = {}) =>
	Buffer.from(associatedData({ ...DATASOURCE, ...datasource }, { ...SECRET, ...secret })).toString(
		'hex',
	);

describe('what the encryption of a value is bound to', () => {
	test.each<[string, Partial<DatasourcePlace>, Partial<SecretPlace>]>([
		['realm', { realmId: 'R' }, {}],
		['datasource', { datasourceId: 'D' }, {}],
		['name', {}, { name: 'N' }],
		['id', {}, { id: 'I' }],
		['version', {}, { version: 2 }],
		['list of the datasource', { allowedDomains: 'a.example' }, {}],
		['own list', {}, { allowedDomains: '' }],
	])('differs with another %s', (_what, datasource, secret) => {
		expect(data(datasource, secret)).not.toBe(data());
	});

	test('does not differ with the order of hosts', () => {
		expect(data({ allowedDomains: 'b.example,a.example,b.example' })).toBe(data());
	});

	test.each<[Partial<DatasourcePlace>, Partial<SecretPlace>]>([
		[{ realmId: 'rd', datasourceId: '' }, {}],
		[{ datasourceId: 'dn' }, { name: '' }],
		[{ allowedDomains: 'a.example' }, { allowedDomains: 'a.example, b.example' }],
		[{ allowedDomains: 'a.example, b.example, a.example' }, { allowedDomains: '' }],
	])('differs where parts run into each other: %j %j', (datasource, secret) => {
		expect(data(datasource, secret)).not.toBe(data());
	});
});
