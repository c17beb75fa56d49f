import { valueOf } from '../a-realm';
import { attackedTrigger } from './attacked-trigger';

const { realm, trigger, key, aKey, send, refusalOf, itemOf } = attackedTrigger();

describe('a call that is no HTTP', () => {
	test.each<[string, string]>([
		['a NUL', 'X-API-Key: a\0b'],
		['a CR', 'X-API-Key: a\rX-Other: b'],
		['a LF in a name', 'X-\nAPI-Key: b'],
		['a folded line', 'X-API-Key: a\r\n b'],
		['a space before the colon', 'X-API-Key : a'],
		['a length beside chunks', 'Transfer-Encoding: chunked'],
	])('NT-51: because of %s is answered 400 by the parser', async (_what, line) => {
		expect((await send([line], { body: '{}' })).status).toBe(400);
		expect(trigger().runs).toEqual([]);
	});

	test.each<[string, () => string[]]>([
		['more than 16 KiB', () => [`X-Long: ${'a'.repeat(17_000)}`]],
		['more than 2,000 short headers', () => Array.from({ length: 2001 }, () => 'a:b')],
	])('NT-53: because of %s is answered 431 by the parser', async (_what, lines) => {
		expect((await send(lines())).status).toBe(431);
		expect(trigger().runs).toEqual([]);
	});
});

describe('a name that means something to JavaScript', () => {
	test('NT-55: is plain data in query and body, and does nothing in headers', async () => {
		const body = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}}}';
		const item = await itemOf(
			[`X-API-Key: ${key()}`, '__proto__: a', 'constructor: b', 'hasOwnProperty: c'],
			{ path: '?__proto__=d&constructor=e', body },
		);
		expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
		expect(JSON.stringify(item['body'])).toBe(body);
		expect(Object.entries(item['query'] as object)).toEqual([
			['__proto__', 'd'],
			['constructor', 'e'],
		]);
		const { headers } = item;
		expect(headers).toMatchObject({ constructor: 'b', hasownproperty: 'c' });
		expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
	});

	test('NT-55: is the name of a user as well', async () => {
		for (const username of ['__proto__', 'constructor']) {
			const { users, apiKeys } = realm().administer;
			valueOf(await users.create({ username }));
			const issued = valueOf(await apiKeys.generate({ username, name: username }));
			const { caller } = await itemOf([`X-API-Key: ${issued.key}`]);
			expect(caller).toMatchObject({ user: username });
			trigger().runs.length = 0;
		}
	});
});

describe('a call that says it is another', () => {
	test('NT-56: is taken as the method and address that it came to', async () => {
		const item = await itemOf([
			`X-API-Key: ${key()}`,
			'X-HTTP-Method-Override: DELETE',
			'X-HTTP-Method: DELETE',
			'X-Method-Override: DELETE',
			'Rest-Method: DELETE',
			'X-Original-URL: /webhook/other',
			'X-Rewrite-URL: /webhook/other',
			'Host: evil.example.com',
			'X-Forwarded-Host: evil.example.com',
			'Forwarded: host=evil.example.com;for=192.0.2.1',
		]);
		expect(item).toMatchObject({ method: 'POST', url: 'http://127.0.0.1:5678/webhook/orders' });
	});

	test.each<[string, number, string, string, string]>([
		['directly', 0, '192.0.2.9', '127.0.0.1', '192.0.2.9'],
		['behind one proxy', 1, '192.0.2.9, 203.0.113.5', '203.0.113.5', '192.0.2.9'],
		['in the clothes of IPv6', 1, '::ffff:203.0.113.5', '203.0.113.5', '127.0.0.1'],
	])('NT-61: comes from its real address, %s', async (_how, hops, forwarded, real, forged) => {
		trigger().proxyHops = hops;
		const lines = async (address: string) => [
			`X-API-Key: ${(await aKey({ addresses: [address] })).key}`,
			`X-Forwarded-For: ${forwarded}`,
			`X-Real-IP: ${forged}`,
			`CF-Connecting-IP: ${forged}`,
		];
		expect(await refusalOf(await lines(forged))).toEqual([403, 'address-not-allowed']);
		const { caller } = await itemOf(await lines(real));
		expect(caller).toMatchObject({ user: 'alice' });
	});
});
