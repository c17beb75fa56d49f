import { formTarget } from '../../../src/oauth/pages/page-answer';
import { isRegisteredRedirect, redirectTo } from '../../../src/oauth/redirect-uri';

const CALLBACK = 'https://client.example/cb';

describe('a redirect URI', () => {
	test.each([
		`${CALLBACK}/`,
		`${CALLBACK}/more`,
		`${CALLBACK}?a=b`,
		`${CALLBACK}#a`,
		'https://client.example/CB',
		'https://client.example/%2e%2e/cb',
		'https://user@client.example/cb',
		'https://client.example:443/cb',
		'https://clientXexample/cb',
		'https://client.example.evil.example/cb',
		'http://client.example/cb',
		'https://client.example/c',
		'',
	])('is not %s where another is registered', (asked) => {
		expect(isRegisteredRedirect([CALLBACK], asked)).toBe(false);
	});

	test.each([
		['http://127.0.0.1/cb', 'http://127.0.0.1:1/cb', true],
		['http://127.0.0.1/cb', 'http://127.0.0.1:65535/cb', true],
		['http://127.0.0.1:8080/cb', 'http://127.0.0.1/cb', true],
		['http://[::1]/cb', 'http://[::1]:4711/cb', true],
		['http://127.0.0.1/cb', 'http://127.0.0.1:65536/cb', false],
		['http://127.0.0.1/cb', 'http://127.0.0.1:1/other', false],
		['http://127.0.0.1/cb', 'http://127.0.0.1:1/cb/', false],
		['http://127.0.0.1/cb', 'http://127.0.0.1@evil.example/cb', false],
		['http://127.0.0.1/cb', 'http://127.0.0.1:80@evil.example/cb', false],
		['http://127.0.0.1/cb', 'http://localhost:1/cb', false],
		['http://127.0.0.1/cb', 'https://127.0.0.1:1/cb', false],
		['http://127.0.0.1/cb', 'http://[::1]:1/cb', false],
		['http://localhost/cb', 'http://localhost:1/cb', false],
	])('%s is met by %s: %s', (registered, asked, is) => {
		expect(isRegisteredRedirect([registered], asked)).toBe(is);
	});

	test('keeps its own query beside what is added', () => {
		expect(redirectTo(CALLBACK, 'code=x')).toBe(`${CALLBACK}?code=x`);
		expect(redirectTo(`${CALLBACK}?a=b`, 'code=x')).toBe(`${CALLBACK}?a=b&code=x`);
		expect(redirectTo(CALLBACK, 'access_token=x', 'fragment')).toBe(`${CALLBACK}#access_token=x`);
	});

	test.each([
		[CALLBACK, 'https://client.example'],
		['http://127.0.0.1:4711/cb', 'http://127.0.0.1:4711'],
		['http://[::1]:4711/cb', 'http:'],
		['com.example.app:/cb', 'com.example.app:'],
	])('%s is named to the browser as %s', (uri, source) => {
		expect(formTarget(uri)).toBe(source);
	});
});
