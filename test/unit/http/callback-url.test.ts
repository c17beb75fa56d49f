import { checkCallbackUrl, checkWebUrl } from '../../../src/http/callback-url';

describe('a callback URL', () => {
	test.each([
		'https://app.example.com/callback',
		'https://app.example.com:8443/callback?from=n8n',
		'http://127.0.0.1/callback',
		'http://127.0.0.1:8080/callback',
		'http://[::1]:9/callback',
		'http://localhost/callback',
		'com.example.app:/callback',
		'com.example.app://callback',
	])('may be %s', (text) => {
		expect(checkCallbackUrl(text)).toBeUndefined();
	});

	test.each([
		['', 'not-absolute'],
		['/callback', 'not-absolute'],
		['//app.example.com/callback', 'not-absolute'],
		['https:app.example.com', 'not-absolute'],
		['https:///app.example.com', 'not-absolute'],
		['https:\\\\app.example.com', 'not-absolute'],
		['https://app.example.com\\@evil.example/', 'not-absolute'],
		['https://app.example.com/a b', 'not-absolute'],
		[' https://app.example.com/', 'not-absolute'],
		['https://app.example.com/\n', 'not-absolute'],
		['https://b\u00fccher.example/', 'not-absolute'],
		['https://', 'not-absolute'],
		[`https://app.example.com/${'x'.repeat(2000)}`, 'not-absolute'],
		['https://app.example.com/#', 'fragment'],
		['com.example.app:/callback#a', 'fragment'],
		['http://app.example.com/callback', 'plain-http'],
		['http://127.0.0.1.example.com/', 'plain-http'],
		['http://localhost.example.com/', 'plain-http'],
		['https://user@app.example.com/', 'user-information'],
		['https://user:pass@app.example.com/', 'user-information'],
		['javascript:alert(1)', 'scheme'],
		['data:text/html,x', 'scheme'],
		['myapp:/callback', 'scheme'],
		['file:///etc/passwd', 'scheme'],
	])('is not %j: %s', (text, mistake) => {
		expect(checkCallbackUrl(text)).toBe(mistake);
	});

	test('of an own scheme is no URL of the web', () => {
		expect(checkWebUrl('com.example.app:/callback')).toBe('scheme');
	});
});
