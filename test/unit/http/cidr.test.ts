import { isWithin, parseAddress, parseCidr } from '../../../src/http/cidr';

const within = (address: string, range: string): boolean | undefined => {
	const [parsed, cidr] = [parseAddress(address), parseCidr(range)];
	return parsed && cidr && isWithin(parsed, cidr);
};

describe('an address range', () => {
	test.each([
		['1.2.3.4', '1.2.3.4', true],
		['11.2.3.45', '1.2.3.4', false],
		['1.2.3.5', '1.2.3.4', false],
		['10.255.0.1', '10.0.0.0/8', true],
		['11.0.0.0', '10.0.0.0/8', false],
		['192.0.2.128', '192.0.2.128/25', true],
		['192.0.2.127', '192.0.2.128/25', false],
		['203.0.113.9', '0.0.0.0/0', true],
		['2001:db8::1', '0.0.0.0/0', false],
		['::ffff:10.1.2.3', '10.0.0.0/8', true],
		['::ffff:a01:203', '10.0.0.0/8', true],
		['10.1.2.3', '::ffff:10.0.0.0/104', true],
		['11.1.2.3', '::ffff:10.0.0.0/104', false],
		['10.1.2.3', '::/0', false],
		['2001:db8:0:1::5', '2001:db8::/32', true],
		['2001:DB8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db8::/32', true],
		['2001:db9::', '2001:db8::/32', false],
		['fe80::1%eth0', 'fe80::/10', true],
		['::1', '::1', true],
		['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8/128', true],
		['64:ff9b::192.0.2.1', '64:ff9b::/96', true],
	])('NT-61: whether %s lies in %s: %j', (address, range, expected) => {
		expect(within(address, range)).toBe(expected);
	});

	test.each([
		'',
		' ',
		'localhost',
		'1.2.3',
		'1.2.3.4.5',
		'1.2.3.256',
		'01.2.3.4',
		'1.2.3.4/33',
		'1.2.3.4/-1',
		'1.2.3.4/',
		'1.2.3.4/08',
		'1.2.3.4/8/8',
		'1.2.3.4/8',
		'1.2.3.4-1.2.3.9',
		'1.2.3.*',
		'2001:db8::/129',
		'2001:db8::1/32',
		'::ffff:10.0.0.0/95',
		'fe80::1%eth0/64',
		'[::1]',
		':'.repeat(100_000),
	])('is not what %.30j means', (text) => {
		expect(parseCidr(text)).toBeUndefined();
	});
});
