import { runInNewContext } from 'node:vm';
import { redactionOf } from '../../../src/secrets/redaction';
import { secretText } from '../../../src/secrets/secret-text';
import { takesLinearTime } from '../../linear-time';

const named = (secrets: Readonly<Record<string, string>>) =>
	Object.entries(secrets).map(([name, secret]) => ({ name, secret: secretText(secret) }));

// With a question mark and tildes: their base64 differs from base64url.
const PLAIN = 'sk_live?4eC39~HqLyjWDar';
// With every character that some way of writing escapes, and what looks like an escape itself.
const HARD = `p%41"s\\n & </s>+'\t= \\u0041&amp;`;

const hex = (text: string): string => Buffer.from(text).toString('hex');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const base64url = (text: string): string => Buffer.from(text).toString('base64url');
const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const percent = encodeURIComponent;
const form = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);
const everyCharacter = (write: (code: number) => string) => (text: string) =>
	[...text].map((character) => write(character.charCodeAt(0))).join('');
const unicode = everyCharacter((code) => `\\u${code.toString(16).padStart(4, '0')}`);
const everyPercent = everyCharacter((code) => `%${code.toString(16).padStart(2, '0')}`);
const HTML: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};
const html = (text: string): string =>
	text.replace(/[&<>"']/g, (character) => HTML[character] ?? '');

const WRITINGS: Readonly<Record<string, (text: string) => string>> = {
	plain: (text) => text,
	'in upper case': (text) => text.toUpperCase(),
	base64,
	'base64 one byte in': (text) => base64(`:${text}`),
	'base64 two bytes in': (text) => base64(`u:${text}`),
	'base64 of user:secret:more': (text) => base64(`user:${text}:x`),
	base64url: base64url,
	'base64url one byte in': (text) => base64url(`:${text}`),
	'base64url two bytes in': (text) => base64url(`u:${text}`),
	'base64 in lines': (text) => base64(text).replace(/.{10}/g, '$&\r\n'),
	hex,
	HEX: (text) => hex(text).toUpperCase(),
	'URL-escaped': percent,
	'URL-escaped in lower case': (text) => percent(text).replace(/%../g, (it) => it.toLowerCase()),
	'form-escaped': form,
	'URL-escaped throughout': everyPercent,
	'URL-escaped twice': (text) => percent(percent(text)),
	'JSON-escaped': json,
	'JSON-escaped throughout': unicode,
	'JSON-escaped with slashes': (text) => json(text).replaceAll('/', '\\/'),
	'JSON in JSON': (text) => json(json(text)),
	'half JSON-escaped': (text) => json(text.slice(0, 9)) + unicode(text.slice(9)),
	'HTML-escaped': html,
	'HTML-escaped by number': everyCharacter((code) => `&#${code};`),
	'HTML-escaped by hexadecimal number': everyCharacter((code) => `&#x0${code.toString(16)};`),
	'HTML in JSON': (text) => json(html(text)).replaceAll('&', '\\u0026'),
	'a URL in HTML': (text) => html(form(text)),
	'base64 in a URL': (text) => percent(base64(text)),
	'over two lines': (text) => `${text.slice(0, 9)}\r\n${text.slice(9)}`,
	'in UTF-16': (text) => [...text].join('\0'),
};

describe.each([
	['a simple secret', PLAIN],
	['a secret full of syntax', HARD],
])('%s', (_what, secret) => {
	const redaction = redactionOf(named({ MyAPIKey: secret }));
	const cases = Object.entries(WRITINGS);

	test.each(cases)('NT-69: is redacted when it is written: %s', (_writing, write) => {
		const redacted = redaction.text(`before ${write(secret)} after`);
		expect(redacted).toMatch(/^before [^ ]*\[secret MyAPIKey\][^ ]* after$/);
		// A few characters of base64 can be left of what stood around the secret.
		expect(redacted.length).toBeLessThan('before [secret MyAPIKey] after'.length + 12);
	});

	test.each(cases)('is redacted in bytes when it is written: %s', (_writing, write) => {
		const around = Buffer.from([0xff, 0xc3, 0x28]);
		const bytes = Buffer.concat([around, Buffer.from(write(secret)), around]);
		const redacted = Buffer.from(redaction.bytes(bytes));
		expect(redacted.subarray(0, 3)).toEqual(around);
		expect(redacted.subarray(-3)).toEqual(around);
		expect(redacted.includes('[secret MyAPIKey]')).toBe(true);
		expect(redacted.length).toBeLessThan('[secret MyAPIKey]'.length + 18);
	});
});

describe('a text', () => {
	const { text } = redactionOf(named({ A: PLAIN, 'Any näme': 'other-secret' }));

	test('is left alone where nothing is to be redacted', () => {
		const nothing = redactionOf([]);
		const bytes = Buffer.from(PLAIN);
		expect([nothing.text(PLAIN), nothing.json('[1]'), nothing.bytes(bytes)]).toEqual([
			PLAIN,
			[1],
			bytes,
		]);
	});

	test('without a secret stays as it is', () => {
		for (const innocent of [
			'',
			'x',
			PLAIN.slice(1),
			'İ'.repeat(99),
			'%&\\ %41 &amp; \\u0041 \r\n\0',
		]) {
			expect(text(innocent)).toBe(innocent);
		}
	});

	test('with several secrets, in a row and again, names each', () => {
		expect(text(`${PLAIN}${PLAIN} é€😀 ${PLAIN}other-secret.`)).toBe(
			'[secret A][secret A] é€😀 [secret A][secret Any näme].',
		);
	});

	test('loses the bits that base64 has next to a secret', () => {
		expect(text(base64(`ab${PLAIN}cde`))).toBe('YW[secret A]NkZQ==');
	});

	test('with a secret that overlaps itself keeps no part of it', () => {
		const overlapping = redactionOf(named({ A: 'abcabcab' }));
		expect(overlapping.text('-abcabcabcab-')).toBe('-[secret A]-');
	});

	test('with a secret within another is redacted as the outer one', () => {
		const nested = redactionOf(named({ Inner: 'inner-secret', Outer: 'an inner-secret here' }));
		expect(nested.text('x an inner-secret here y inner-secret')).toBe(
			'x [secret Outer] y [secret Inner]',
		);
	});

	test.each(['', 'x'])(
		'behind %j and many backslashes, which go in pairs, is redacted',
		(first) => {
			const slashes = `${first}${'\\'.repeat(70_000)}`;
			expect(text(`${slashes}${unicode(PLAIN)}`)).toBe(`${slashes}[secret A]`);
		},
	);

	test.each([65_500, 65_530, 65_536, 131_060, 300_000])(
		'is redacted at %d characters, where it is read in pieces',
		(length) => {
			const filling = 'ab\\\\'.repeat(length / 4);
			for (const write of [unicode, base64, (plain: string) => plain]) {
				expect(text(`${filling}${write(PLAIN)}${filling}`)).toBe(`${filling}[secret A]${filling}`);
			}
		},
	);
});

describe('a short secret', () => {
	/** Nothing else stops what does not end by itself. */
	const redacted = (secret: string, text: string): unknown => {
		const redact = () => redactionOf(named({ A: secret })).text(text);
		return runInNewContext('redact()', { redact }, { timeout: 5000 });
	};
	// What base64 and hexadecimal make of the first three is in it.
	const INNOCENT = 'I see j 23 fn 5+ +f 94f /eH';

	test.each([
		['#', '#'],
		['~~', '~~'],
		['?x~', '?x~'],
		['?x~', 'P3h+'],
		['one.', 'b25lLg=='],
	])('%j is redacted where it is written %j, and nothing else is', (secret, written) => {
		expect(redacted(secret, `${INNOCENT} ${written}.`)).toBe(`${INNOCENT} [secret A].`);
	});

	test('of no character at all changes nothing', () => {
		expect(redacted('', INNOCENT)).toBe(INNOCENT);
	});
});

describe('a JSON text', () => {
	const { json: redact } = redactionOf(named({ A: PLAIN, Digits: '12345678901234567890' }));

	test('is redacted in values and names, at any depth', () => {
		const echo = { [PLAIN]: [{ a: `x ${PLAIN} y`, b: 1, c: null }], d: base64(PLAIN), e: [true] };
		expect(redact(JSON.stringify(echo))).toEqual({
			'[secret A]': [{ a: 'x [secret A] y', b: 1, c: null }],
			d: '[secret A]',
			e: [true],
		});
	});

	test('NT-69: is redacted where its escapes split a secret', () => {
		expect(redact(`{"a":"${unicode(PLAIN)}","${unicode(PLAIN)}":1}`)).toEqual({
			a: '[secret A]',
			'[secret A]': 1,
		});
	});

	test('is redacted in a number, which parsing would round', () => {
		expect(redact('{"a":12345678901234567890,"b":1.50}')).toEqual({ a: '[secret Digits]', b: 1.5 });
	});

	test('with a secret over several values is shown as redacted text', () => {
		const spanning = redactionOf(named({ A: 'first","second' }));
		expect(spanning.json('["first","second"]')).toBe('["[secret A]"]');
	});

	test('without a secret is only parsed', () => {
		expect(redact('{"__proto__":{"a":1},"b":[1.0]}')).toEqual(
			JSON.parse('{"__proto__":{"a":1},"b":[1.0]}'),
		);
	});

	test('that is none, or too deep, is redacted as text', () => {
		expect(redact(`{"a":"${PLAIN}"`)).toBe('{"a":"[secret A]"');
		const deep = '['.repeat(100_000);
		expect(redact(`${deep}"${PLAIN}"${']'.repeat(100_000)}`)).toMatch(/^\[+"\[secret A\]"\]+$/);
	});
});

describe('a long text', () => {
	const hostile: Readonly<Record<string, (length: number) => string>> = {
		'innocent letters': (n) => 'lorem ipsum '.repeat(n / 12),
		'the secret again and again': (n) => PLAIN.repeat(n / PLAIN.length),
		'almost the secret': (n) => PLAIN.slice(0, -1).repeat(n / PLAIN.length),
		backslashes: (n) => '\\'.repeat(n),
		'percent signs': (n) => '%'.repeat(n),
		'nested URL escapes': (n) => '%25'.repeat(n / 3),
		ampersands: (n) => '&'.repeat(n),
		'endless HTML names': (n) => '&' + 'a'.repeat(n),
		'endless HTML numbers': (n) => '&#' + '0'.repeat(n),
		'line breaks': (n) => '\n'.repeat(n),
		'equals signs behind base64': (n) => base64(`u:${PLAIN}`) + '='.repeat(n),
	};
	const redactions = {
		'a simple secret': redactionOf(named({ A: PLAIN })),
		'a secret full of syntax': redactionOf(named({ A: HARD })),
		'a secret of one letter': redactionOf(named({ A: 'aaaaaaaaaaaa' })),
	};

	const pairs = Object.keys(hostile).flatMap((shape) =>
		Object.entries(redactions).map(([secret, { text }]) => [shape, secret, text] as const),
	);
	test.each(pairs)('of %s is redacted of %s in linear time', (shape, _secret, redact) => {
		const of = hostile[shape] ?? String;
		redact(of(10_000));
		expect(takesLinearTime(redact, of, 62_500, 3)).toBe(true);
	});
});
