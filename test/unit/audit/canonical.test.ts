import { type Canonical, canonicalText } from '../../../src/audit/canonical';

describe('the canonical text', () => {
	test('of numbers is that of RFC 8785 section 3.2.2', () => {
		const numbers = JSON.parse('[333333333.33333329,1E30,4.50,2e-3,1e-27]') as Canonical;
		expect(canonicalText(numbers)).toBe('[333333333.3333333,1e+30,4.5,0.002,1e-27]');
	});

	test('of strings is that of RFC 8785 section 3.2.2', () => {
		expect(canonicalText('\u20ac$\u000f\u000aA\'B"\\\\"/')).toBe(
			'"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"',
		);
	});

	test('has members in the order of RFC 8785 section 3.2.3', () => {
		const members = {
			'\u20ac': 'Euro Sign',
			'\r': 'Carriage Return',
			'\ufb33': 'Hebrew Letter Dalet With Dagesh',
			'1': 'One',
			'\ud83d\ude00': 'Emoji: Grinning Face',
			'\u0080': 'Control',
			'\u00f6': 'Latin Small Letter O With Diaeresis',
		};
		const values = [...canonicalText(members).matchAll(/:"([^"]+)"/g)].map(([, value]) => value);
		expect(values).toEqual([
			'Carriage Return',
			'One',
			'Control',
			'Latin Small Letter O With Diaeresis',
			'Euro Sign',
			'Emoji: Grinning Face',
			'Hebrew Letter Dalet With Dagesh',
		]);
	});

	test.each([NaN, Infinity, '\ud800', { '\udfff': 1 }, [['a', -Infinity]]])(
		'does not exist of %p',
		(value) => {
			expect(() => canonicalText(value)).toThrow(TypeError);
		},
	);

	test('of nested values has no white space', () => {
		expect(canonicalText({ b: [true, null, { d: 'x', c: -0 }], a: 1 })).toBe(
			'{"a":1,"b":[true,null,{"c":0,"d":"x"}]}',
		);
	});
});
