import {
	isWithin,
	mayGo,
	parseAllowedDomains,
	parseAllowedPorts,
} from '../../../src/http/destination';

function allow(text: string) {
	const allowed = parseAllowedDomains(text);
	if (allowed.kind === 'domains-mistake') throw new Error(`${allowed.entry} is no host`);
	return allowed;
}

function outcomeOf(url: string, list: string): string {
	const decision = mayGo(url, allow(list));
	return decision.kind === 'allowed' ? 'allowed' : decision.reason;
}

describe('a list of allowed domains', () => {
	const lists: readonly (readonly [string, string])[] = [
		['api.example.com', 'api.example.com'],
		[' API.Example.COM. , *.Example.ORG ,', 'api.example.com, *.example.org'],
		['münchen.example', 'xn--mnchen-3ya.example'],
		['*.bücher.example', '*.xn--bcher-kva.example'],
		['127.0.0.1, 0x7f.1, 2130706433, 017700000001', '127.0.0.1'],
		['[::1], ::1, 0:0::1', '[::1]'],
		['[::FFFF:127.0.0.1]', '[::ffff:7f00:1]'],
		['localhost', 'localhost'],
		['my_host.example', 'my_host.example'],
	];
	test.each(lists)('%j is normalised to %j', (list, text) => {
		expect(allow(list).text).toBe(text);
	});

	const nonsense = [
		'https://api.example.com',
		'api.example.com/path',
		'api.example.com:8443',
		'[::1]:80',
		'*',
		'*.',
		'*example.com',
		'api.*.example.com',
		'*.*.example.com',
		'*.127.0.0.1',
		'*.[::1]',
		'a..example.com',
		'.example.com',
		'user@api.example.com',
		'api.example.com?x',
		'api.example.com#x',
		'api%2eexample.com',
		'api example.com',
		'api\nexample.com',
		'api\\example.com',
		'1.2.3.256',
		'[::1',
	];
	test.each(nonsense)('%j is a mistake', (entry) => {
		const list = `api.example.com, ${entry}`;
		expect(parseAllowedDomains(list)).toEqual({ kind: 'domains-mistake', entry });
	});

	test.each(['', ' ', ',', ' , ,'])('%j is empty, which is a mistake', (list) => {
		expect(parseAllowedDomains(list)).toEqual({ kind: 'domains-mistake', entry: undefined });
	});
});

describe('a destination', () => {
	const LIST =
		'api.example.com, *.example.org, localhost, 127.0.0.1, 10.0.0.7, [::1], münchen.example';
	const decisions: readonly (readonly [string, string])[] = [
		['https://api.example.com/', 'allowed'],
		['https://api.example.com:8443/a?b#c', 'allowed'],
		['https://API.EXAMPLE.COM./', 'allowed'],
		['HTTPS://api.example.com', 'allowed'],
		['https://%61pi.example.com/', 'allowed'],
		['https://api.example.com../', 'host-not-allowed'],
		['https://x.api.example.com/', 'host-not-allowed'],
		['https://example.com/', 'host-not-allowed'],
		['https://a.example.org/', 'allowed'],
		['https://a.b.example.org/', 'allowed'],
		['https://example.org/', 'host-not-allowed'],
		['https://.example.org/', 'host-not-allowed'],
		['https://a..example.org/', 'host-not-allowed'],
		['https://evilexample.org/', 'host-not-allowed'],
		['https://api.example.com.evil.example/', 'host-not-allowed'],
		['https://api.example.com@evil.example/', 'user-info'],
		['https://user:pw@api.example.com/', 'user-info'],
		['https://evil.example\\@api.example.com/', 'host-not-allowed'],
		['https://evil.example/#@api.example.com', 'host-not-allowed'],
		['https://evil.example%2F.example.org/', 'not-a-url'],
		['https://api.exam\u00adple.com/', 'allowed'],
		['https://аpi.example.com/', 'host-not-allowed'],
		['https://münchen.example/', 'allowed'],
		['https://xn--mnchen-3ya.example/', 'allowed'],
		['http://api.example.com/', 'not-https'],
		['http://a.example.org/', 'not-https'],
		['http://localhost:3000/', 'allowed'],
		['http://localhost.:3000/', 'allowed'],
		['http://localhost.evil.example/', 'host-not-allowed'],
		['http://127.0.0.1:3000/', 'allowed'],
		['http://2130706433/', 'allowed'],
		['http://0x7f.1/', 'allowed'],
		['http://017700000001/', 'allowed'],
		['http://127.0.0.2/', 'host-not-allowed'],
		['http://10.0.0.7/', 'allowed'],
		['https://10.0.0.8/', 'host-not-allowed'],
		['http://[::1]:3000/', 'allowed'],
		['http://[0:0:0:0:0:0:0:1]/', 'allowed'],
		['http://[::ffff:127.0.0.1]/', 'host-not-allowed'],
		['http://[::ffff:169.254.169.254]/', 'host-not-allowed'],
		['ftp://api.example.com/', 'not-https'],
		['file:///etc/passwd', 'not-https'],
		['//api.example.com/', 'not-a-url'],
		['/path', 'not-a-url'],
		['', 'not-a-url'],
	];
	test.each(decisions)('%j is %s', (url, outcome) => {
		expect(outcomeOf(url, LIST)).toBe(outcome);
	});

	const spellings = [
		'http://2130706433/',
		'http://0x7f.1/',
		'http://017700000001/',
		'https://0x7f000001/',
		'http://127.1/',
		'http://①②⑦.0.0.1/',
		'http://[::ffff:169.254.169.254]/',
		'http://[::ffff:a9fe:a9fe]/',
	];
	test.each(spellings)('NT-67: %j is not reached while its address is not listed', (url) =>
		expect(outcomeOf(url, 'api.example.com')).toBe('host-not-allowed'),
	);

	test('that is refused is shown by its origin only', () => {
		expect(mayGo('https://u:pw@evil.example:8443/path?q=1', allow('a.example'))).toEqual({
			kind: 'refused',
			reason: 'user-info',
			origin: 'https://evil.example:8443',
		});
	});
});

describe('a list within another', () => {
	test.each([
		['api.example.com', 'api.example.com, b.example', true],
		['API.EXAMPLE.COM.', 'api.example.com', true],
		['a.b.example.org, *.b.example.org', '*.example.org', true],
		['*.example.org', '*.example.org', true],
		['127.0.0.1', '127.0.0.1, ::1', true],
		['example.org', '*.example.org', false],
		['*.example.org', 'example.org', false],
		['*.example.org', '*.b.example.org', false],
		['*.evilexample.org', '*.example.org', false],
		['evilexample.org', '*.example.org', false],
		['api.example.com, b.example', 'api.example.com', false],
		['127.0.0.1', '*.example.org', false],
	])('%j in %j: %s', (inner, outer, within) => {
		expect(isWithin(allow(inner), allow(outer))).toBe(within);
	});
});

describe('allowed ports', () => {
	const withPorts = (url: string, text: string): string => {
		const ports = parseAllowedPorts(text);
		if (ports === undefined || 'wrong' in ports) throw new Error(`${text} is no list`);
		const decision = mayGo(url, { ...allow('api.example.com, 127.0.0.1'), ports });
		return decision.kind === 'allowed' ? 'allowed' : decision.reason;
	};
	test.each([
		['https://api.example.com/', '443', 'allowed'],
		['https://api.example.com:443/', ' 8443, 443 ,', 'allowed'],
		['https://api.example.com:8443/', '443', 'port-not-allowed'],
		['http://127.0.0.1/', '443', 'port-not-allowed'],
		['http://127.0.0.1/', '80', 'allowed'],
		['http://127.0.0.1:00080/', '80', 'allowed'],
		['https://evil.example:8443/', '443', 'host-not-allowed'],
	])('%j with %j is %s', (url, ports, outcome) => {
		expect(withPorts(url, ports)).toBe(outcome);
	});

	test.each(['x', '0', '-1', '65536', '443-445', '080', '4 4', '1.5'])('%j is no port', (wrong) => {
		expect(parseAllowedPorts(`443, ${wrong}`)).toEqual({ wrong });
	});

	test.each(['', ' , '])('%j allows every port', (text) => {
		expect(parseAllowedPorts(text)).toBeUndefined();
	});
});
