import { flawOfIssuer } from '../../../src/oauth/issuer';
import { parseParameters } from '../../../src/oauth/parameters';
import { applicationIn, resourceOf } from '../../../src/oauth/resource';
import { parseScope, scopesWithin } from '../../../src/oauth/scope';

describe('parameters', () => {
	test('count as absent when they are empty, and as repeated also then', () => {
		const parameters = parseParameters('a=1&b=&a=1&__proto__=x&c=+%C3%A9');
		expect(parameters.get('a')).toBe('1');
		expect(parameters.isRepeated('a')).toBe(true);
		expect([parameters.get('b'), parameters.has('b')]).toEqual([undefined, true]);
		expect(parameters.get('__proto__')).toBe('x');
		expect(parameters.get('c')).toBe(' é');
		expect(parameters.get('constructor')).toBeUndefined();
	});
});

describe('a scope', () => {
	test.each([
		['read', ['read']],
		['read write read', ['read', 'write']],
		['read  write', undefined],
		[' read', undefined],
		['re"ad', undefined],
		['re\\ad', undefined],
		['lesé', undefined],
		['a\nb', undefined],
	])('%j is read as %j', (text, scopes) => {
		expect(parseScope(text)).toEqual(scopes);
	});

	test('is all that may be had where none is asked for, and never more', () => {
		expect(scopesWithin(undefined, ['read', 'write'])).toEqual({ scopes: ['read', 'write'] });
		expect(scopesWithin('write', ['read', 'write'])).toEqual({ scopes: ['write'] });
		expect(scopesWithin('write admin', ['read', 'write'])).toEqual({
			refused: 'invalid_scope',
			reason: 'scope-not-allowed',
		});
	});
});

describe('a resource indicator', () => {
	const ISSUER = 'https://login.example/auth';

	test('names an application of this server in one spelling', () => {
		expect(applicationIn(ISSUER, resourceOf(ISSUER, 'Orders & more'))).toBe('Orders & more');
	});

	test.each([
		'https://login.example/auth/applications/%4frders',
		'https://login.example/auth/applications/a/b',
		'https://login.example/auth/applications/%',
		'https://login.example/applications/Orders',
		'https://evil.example/auth/applications/Orders',
	])('is not %s', (resource) => {
		expect(applicationIn(ISSUER, resource)).toBeUndefined();
	});
});

describe('an issuer', () => {
	test.each([
		['https://login.example', undefined],
		['https://login.example/auth', undefined],
		['http://127.0.0.1:5678/webhook/auth', undefined],
		['http://localhost:5678/webhook/auth', undefined],
		['http://login.example', 'not-https'],
		['https://login.example/?a', 'query-or-fragment'],
		['https://login.example/#', 'query-or-fragment'],
		['https://user@login.example', 'user'],
		['https://login.example/auth/', 'trailing-slash'],
		['login.example', 'not-a-url'],
		['', 'not-a-url'],
	])('%s has the flaw %s', (text, flaw) => {
		expect(flawOfIssuer(text)).toBe(flaw);
	});
});
