import {
	closeRealms,
	Fault,
	newRequestId,
	openRealm,
	openResolver,
	refusalOf,
	resolverOf,
	sealSecret,
	type ServedPolicy,
	type ServedRealm,
	unavailable,
} from '../../index';
import { A_CALL, A_POLICY, aMessage, KEY_LOCK, valueOf } from '../a-realm';
import { stores, type TestStorage } from '../stores';

const policy: ServedPolicy = A_POLICY;
const URL_OF_API = 'https://api.example.com/orders';

describe.each(stores)('a program with a realm in $engine', ({ create }) => {
	let place: TestStorage;
	let realm: ServedRealm;
	const settings = () => ({ realm: 'default', lock: KEY_LOCK, storage: place.storage });
	beforeEach(async () => {
		place = await create();
		const opened = await openRealm(settings());
		expect(opened.created).toBe(true);
		({ realm } = opened);
	});
	afterEach(async () => {
		await closeRealms();
		await place.remove();
	});

	test('opens it once for the same settings, and again after it was closed', async () => {
		expect((await openRealm(settings())).realm).toBe(realm);
		await closeRealms();
		const again = await openRealm(settings());
		expect([again.created, again.realm.id]).toEqual([false, realm.id]);
		expect(again.realm).not.toBe(realm);
	});

	test('gets a fault with a code where the key is another', async () => {
		const lock = { kind: 'key', key: new Uint8Array(32).fill(1) } as const;
		const fault: unknown = await openRealm({ ...settings(), lock }).catch(
			(error: unknown) => error,
		);
		expect(fault).toBeInstanceOf(Fault);
		expect(fault).toMatchObject({ code: 'wrong-passphrase' });
	});

	test('decides, and answers a refusal as a trigger does, in any shape', async () => {
		expect(await realm.checkPolicy(policy)).toEqual({ kind: 'done', value: policy });
		const requestId = newRequestId();
		const verdict = await realm.authenticate(aMessage(), policy, { ...A_CALL, requestId });
		if (verdict.kind !== 'refused') throw new Error('let in');
		const answer = refusalOf(verdict, { requestId });
		expect([answer.status, answer.headers['x-request-id']]).toEqual([401, requestId]);
		expect(answer.headers['content-type']).toBe('application/problem+json');
		expect(refusalOf(verdict, { requestId, shape: 'verint' }).status).toBe(403);
		expect(unavailable(requestId)).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
		const [entry] = await realm.audit.query({ kind: 'decision' });
		expect(entry?.content).toMatchObject({ requestId, decision: 'refused' });
	});

	test('sends secret keys of a datasource, which the audit has, and no others', async () => {
		const { datasources, secrets } = realm.administer;
		const allowedDomains = 'api.example.com';
		const created = await datasources.create({ name: 'crm', allowedDomains });
		const { publicKey = '', datasourceKey } = valueOf(created);
		const name = { realm: 'default', datasource: 'crm', name: 'MyAPIKey' };
		const expiresAt = Date.now() + 60_000;
		const sealed = await sealSecret({ ...name, publicKey, expiresAt, value: 's3cr3t-value' });
		if (sealed.kind === 'mistake') throw new Error(sealed.sentence);
		valueOf(await secrets.create(name, { sealed: sealed.text }));

		const { storage } = place;
		const access = { realm: 'default', storage, datasource: 'crm', datasourceKey };
		const resolver = valueOf(await openResolver({ ...access, allowedDomains }));
		const headers = { authorization: 'Bearer ${_datasource.MyAPIKey}', 'x-cost': '$${5}' };
		const usedFor = { caller: { user: 'alice' } };
		expect(await resolver.resolve(headers, URL_OF_API, usedFor)).toEqual({
			kind: 'done',
			value: { authorization: 'Bearer s3cr3t-value', 'x-cost': '${5}' },
		});
		const elsewhere = await resolver.resolve(headers, 'https://evil.example/');
		expect(elsewhere).toMatchObject({
			kind: 'refused',
			sentence:
				'Secret key "MyAPIKey" may not be sent to https://evil.example. The resolver allows api.example.com.',
		});
		const inUrl = await resolver.resolve({}, `${URL_OF_API}?key=\${_datasource.MyAPIKey}`);
		expect(inUrl).toMatchObject({ kind: 'refused', sentence: expect.stringMatching(/in the URL/) });
		const malformed = await resolver.resolve({ a: '${_other.Name}' }, URL_OF_API);
		expect(malformed).toMatchObject({
			kind: 'refused',
			sentence: expect.stringMatching(/cannot be read/),
		});
		const uses = await realm.audit.query({ kind: 'secretUse' });
		expect(uses.map(({ content }) => [content['decision'], content['reason']])).toEqual(
			expect.arrayContaining([
				['used', undefined],
				['refused', 'host-not-allowed'],
				['refused', 'reference-in-url'],
			]),
		);
		expect(uses).toHaveLength(3);
		const wrongKey = { ...access, datasourceKey: `${datasourceKey}x`, allowedDomains };
		expect(await valueOf(await openResolver(wrongKey)).resolve(headers, URL_OF_API)).toMatchObject({
			kind: 'refused',
		});
	});
});

describe('a resolver of secrets that the program has', () => {
	test('puts them where the references stand, to the hosts that are listed', async () => {
		const given = { secrets: { MyAPIKey: 's3cr3t-value' }, allowedDomains: 'api.example.com' };
		const resolver = valueOf(resolverOf({ ...given, referenceHeaders: 'x-key' }));
		expect(await resolver.resolve({ 'X-Key': '$<_datasource.MyAPIKey>' }, URL_OF_API)).toEqual({
			kind: 'done',
			value: { 'X-Key': 's3cr3t-value' },
		});
		const other = await resolver.resolve({ other: '${_datasource.MyAPIKey}' }, URL_OF_API);
		expect(other).toMatchObject({
			kind: 'refused',
			sentence:
				'Secret key "MyAPIKey" may not be used in header "other". The resolver lists where it may: add the header to Reference Headers.',
		});
		const unknown = await resolver.resolve({ 'x-key': '${_datasource.Nope}' }, URL_OF_API);
		expect(unknown).toMatchObject({
			kind: 'refused',
			sentence: expect.stringMatching(
				/^Secret key "Nope" does not exist in the resolver's secrets\./,
			),
		});
		const plain = await resolver.resolve(
			{ 'X-Key': '${_datasource.MyAPIKey}' },
			'http://api.example.com',
		);
		expect(plain).toMatchObject({ kind: 'refused', sentence: expect.stringMatching(/TLS/) });
	});

	test.each([
		[{ secrets: { A: '***' }, allowedDomains: 'a.example' }, /A/],
		[{ secrets: {}, allowedDomains: '' }, /Allowed Domains is empty/],
		[{ secrets: {}, allowedDomains: 'a.example', allowedPorts: 'x' }, /Allowed Ports/],
	])('is refused with %j', (given, words) => {
		expect(resolverOf(given)).toMatchObject({
			kind: 'refused',
			sentence: expect.stringMatching(words),
		});
	});
});
