import { type Hop, type Method, nextHop, redirectTarget } from '../../../src/http/redirect';

const from = new URL('https://api.example.com/a/b');

function aHop(method: Method): Hop {
	const headers = {
		Authorization: 'x',
		'Content-Type': 'application/json',
		Accept: '*/*',
		'X-Key': 'k',
	};
	return { method, url: from, headers, body: Buffer.from('{}') };
}

describe('a redirect', () => {
	test('leads to its location, resolved and without fragment', () => {
		expect(redirectTarget(302, '../c?d#e', from)).toEqual(new URL('https://api.example.com/c?d'));
		expect(redirectTarget(308, '//evil.example', from)).toEqual(new URL('https://evil.example/'));
	});

	test.each([200, 201, 300, 304, 305, 306, 400])('is not what %d means', (status) => {
		expect(redirectTarget(status, '/c', from)).toBeUndefined();
	});

	test('without a location is none, with an unreadable one unusable', () => {
		expect(redirectTarget(302, undefined, from)).toBeUndefined();
		expect(redirectTarget(302, 'https://', from)).toBe('unusable');
	});

	const changes: readonly (readonly [number, Method, Method])[] = [
		[301, 'POST', 'GET'],
		[302, 'POST', 'GET'],
		[303, 'POST', 'GET'],
		[303, 'DELETE', 'GET'],
		[303, 'HEAD', 'HEAD'],
		[301, 'PUT', 'PUT'],
		[302, 'DELETE', 'DELETE'],
		[307, 'POST', 'POST'],
		[308, 'POST', 'POST'],
	];
	test.each(changes)('by %d turns %s into %s', (status, method, next) => {
		const hop = nextHop(aHop(method), status, new URL('/c', from));
		const keepsBody = next === method;
		expect(hop).toEqual({
			method: next,
			url: new URL('https://api.example.com/c'),
			headers: {
				Authorization: 'x',
				...(keepsBody && { 'Content-Type': 'application/json' }),
				Accept: '*/*',
				'X-Key': 'k',
			},
			body: keepsBody ? Buffer.from('{}') : undefined,
		});
	});

	test.each(['https://other.example/', 'https://api.example.com:8443/', 'http://api.example.com/'])(
		'to another origin, %s, takes no header along that could hold a credential',
		(target) => {
			const { headers } = nextHop(aHop('POST'), 307, new URL(target));
			expect(headers).toEqual({ 'Content-Type': 'application/json', Accept: '*/*' });
		},
	);
});
