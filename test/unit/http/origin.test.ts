import { isAllowedOrigin, parseOriginRule } from '../../../src/http/origin';

const rulesOf = (...texts: string[]) =>
	texts.map((text) => {
		const rule = parseOriginRule(text);
		if (rule === undefined) throw new Error(`${text} is no rule`);
		return rule;
	});

describe('an allowed origin', () => {
	test.each([
		['https://example.com', 'https://example.com'],
		['HTTPS://Example.COM', 'https://example.com'],
		['https://example.com:443', 'https://example.com'],
		['https://example.com:8443', 'https://example.com:8443'],
		['https://*.example.com', 'https://*.example.com'],
		['https://*.app.example.com:8443', 'https://*.app.example.com:8443'],
		['https://bücher.example', 'https://xn--bcher-kva.example'],
		['http://localhost:3000', 'http://localhost:3000'],
		['http://app.localhost', 'http://app.localhost'],
		['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
		['http://[::1]:8080', 'http://[::1]:8080'],
		['http://192.0.2.7', 'http://192.0.2.7'],
	])('%s is kept as %s', (text, kept) => {
		expect(parseOriginRule(text)?.text).toBe(kept);
	});

	test.each([
		'',
		'*',
		'null',
		'example.com',
		'//example.com',
		'http://example.com',
		'https://',
		'https://*',
		'https://*.',
		'https://*.com',
		'https://*.127.0.0.1',
		'https://*.*.example.com',
		'https://a.*.example.com',
		'https://*example.com',
		'https://example.com/',
		'https://example.com/path',
		'https://example.com?x',
		'https://example.com#x',
		'https://user@example.com',
		'https://example.com.',
		'https://a..example.com',
		'https://example.com:99999',
		'https://exam ple.com',
		'https://example.com\t',
		'https://example.com, https://example.org',
		'ftp://example.com',
		'chrome-extension://abcdefghijklmnop',
	])('cannot be %j', (text) => {
		expect(parseOriginRule(text)).toBeUndefined();
	});
});

describe('the origin of a page', () => {
	const rules = rulesOf('https://example.com', 'https://*.shop.example', 'http://localhost:3000');

	test.each([
		'https://example.com',
		'https://a.shop.example',
		'https://a.b.shop.example',
		'http://localhost:3000',
	])('IB-14: %s is allowed', (origin) => {
		expect(isAllowedOrigin(origin, rules)).toBe(true);
	});

	test.each([
		['', 'empty'],
		['null', 'of a sandbox'],
		['*', 'a star'],
		['https://*.shop.example', 'the rule itself'],
		['http://example.com', 'another scheme'],
		['https://example.com:8443', 'another port'],
		['https://example.com:443', 'as no browser writes it'],
		['https://example.com.', 'a trailing dot'],
		['https://example.com/', 'a path'],
		['https://EXAMPLE.com', 'another case'],
		['https://www.example.com', 'a subdomain'],
		['https://evil-example.com', 'a longer name'],
		['https://example.com.evil.tld', 'a longer host'],
		['https://example.com@evil.tld', 'user info'],
		['https://shop.example', 'the host of a wildcard'],
		['https://evilshop.example', 'a longer host of a wildcard'],
		['https://.shop.example', 'an empty label'],
		['http://a.shop.example', 'another scheme of a wildcard'],
		['https://a.shop.example:8443', 'another port of a wildcard'],
		['https://a.shop.example.evil.tld', 'a suffix behind a wildcard'],
		['http://localhost:3001', 'another port of loopback'],
		['https://example.com https://example.com', 'two'],
		['https://example.com, https://example.com', 'two with a comma'],
	])('IB-14, NT-59: %s is refused (%s)', (origin) => {
		expect(isAllowedOrigin(origin, rules)).toBe(false);
	});

	test('NT-59: is refused where it is huge', () => {
		expect(isAllowedOrigin(`https://${'a'.repeat(100_000)}.shop.example`, rules)).toBe(false);
	});

	test('IB-13: is never allowed by an empty list', () => {
		expect(isAllowedOrigin('https://example.com', [])).toBe(false);
	});
});
