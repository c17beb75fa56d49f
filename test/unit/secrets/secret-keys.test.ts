import { inspect } from 'node:util';
import { parseSecretKeys, type SecretKeysFields } from '../../../src/secrets/secret-keys';

const PLACEHOLDERS = new Set(['***', 'blank-value']);
const CANARY = 'canary-9f27';

const parse = (fields: Partial<SecretKeysFields> = {}) =>
	parseSecretKeys(
		{
			secrets: '{"A":"secret-a","B":"secret-b"}',
			disabledKeys: '',
			allowedDomains: 'api.example.com',
			referenceHeaders: '',
			...fields,
		},
		PLACEHOLDERS,
	);

function sentenceOf(fields: Partial<SecretKeysFields>): string {
	const parsed = parse(fields);
	return parsed.kind === 'mistake' ? parsed.sentence : 'no mistake';
}

function keysOf(fields: Partial<SecretKeysFields>) {
	const parsed = parse(fields);
	if (parsed.kind === 'mistake') throw new Error(parsed.sentence);
	return [...parsed.keys.values()].map((key) => [
		key.name,
		key.state,
		...(key.state === 'enabled' ? [key.secret.reveal()] : []),
	]);
}

describe('the fields of a Secret Keys credential', () => {
	test('PF-23: give keys with name, state and secret', () => {
		expect(keysOf({ disabledKeys: ' B ' })).toEqual([
			['A', 'enabled', 'secret-a'],
			['B', 'disabled'],
		]);
	});

	test('may be without any key', () => {
		expect(keysOf({ secrets: '{}' })).toEqual([]);
	});

	test('may name a key __proto__ or anything else that a reference can quote', () => {
		expect(
			keysOf({
				secrets: '{"__proto__":"secret-x","constructor":"secret-y","Any, name":"secret-z"}',
			}),
		).toEqual([
			['__proto__', 'enabled', 'secret-x'],
			['constructor', 'enabled', 'secret-y'],
			['Any, name', 'enabled', 'secret-z'],
		]);
	});

	test('list a disabled name that holds a comma in quotes', () => {
		expect(
			keysOf({ secrets: '{"a, b":"secret-x","c":"secret-y"}', disabledKeys: '"a, b"' }),
		).toEqual([
			['a, b', 'disabled'],
			['c', 'enabled', 'secret-y'],
		]);
	});

	test('may hold a value that begins like an expression', () => {
		expect(keysOf({ secrets: '{"A":"={{ 1 }}"}' })).toEqual([['A', 'enabled', '={{ 1 }}']]);
	});

	test('say which names in the list of disabled keys no key has', () => {
		expect(parse({ disabledKeys: 'A, Z' })).toMatchObject({ strayNames: ['Z'] });
	});

	const mistakes: readonly (readonly [string, Partial<SecretKeysFields>, RegExp])[] = [
		['secrets stored as an object', { secrets: { A: CANARY } }, /JSON text, not as an object/],
		['secrets that are missing', { secrets: undefined }, /JSON text/],
		['broken JSON', { secrets: `{"A":"${CANARY}"` }, /^Secrets is not valid JSON/],
		['JSON without quotes', { secrets: CANARY }, /^Secrets is not valid JSON/],
		['a list', { secrets: `["${CANARY}"]` }, /one JSON object/],
		['null', { secrets: 'null' }, /one JSON object/],
		['a text in JSON', { secrets: `"${CANARY}"` }, /one JSON object/],
		['a name that occurs twice', { secrets: `{"A":"${CANARY}","A":"x"}` }, /"A" occurs twice/],
		['a name twice, once escaped', { secrets: '{"A":"x","\\u0041":"y"}' }, /"A" occurs twice/],
		['a name twice, once nested', { secrets: '{"A":{"b":"}"},"A":"y"}' }, /"A" occurs twice/],
		[
			'a nested object',
			{ secrets: `{"A":{"secret":"${CANARY}"}}` },
			/^Secret key "A" is not a text/,
		],
		['a number', { secrets: '{"A":12345}' }, /^Secret key "A" is not a text/],
		['null as a value', { secrets: '{"A":null}' }, /^Secret key "A" is not a text/],
		['an empty value', { secrets: `{"B":"${CANARY}","A":""}` }, /^Secret key "A" is empty/],
		['three asterisks', { secrets: '{"A":"***"}' }, /^Secret key "A" holds only the placeholder/],
		['a blanking value', { secrets: '{"A":"blank-value"}' }, /^Secret key "A" holds only the plac/],
		['an empty name', { secrets: `{"":"${CANARY}"}` }, /^"" cannot name a secret key/],
		['a name with a quote', { secrets: `{"a\\"b":"${CANARY}"}` }, /^"a\\"b" cannot name/],
		['a name with outer spaces', { secrets: `{" A":"${CANARY}"}` }, /^" A" cannot name/],
		['a name that is too long', { secrets: `{"${'a'.repeat(65)}":"x"}` }, /cannot name/],
		[
			'a pasted line break',
			{ secrets: `{"A":"${CANARY}\\n"}` },
			/^Secret key "A" ends with a line b/,
		],
		['a line break inside', { secrets: `{"A":"${CANARY}\\r\\nX: y"}` }, /"A" has a character/],
		['NUL', { secrets: `{"A":"${CANARY}\\u0000"}` }, /^Secret key "A" has a character/],
		[
			'a character beyond ASCII',
			{ secrets: `{"A":"${CANARY}é"}` },
			/^Secret key "A" has a character/,
		],
		[
			'a lone surrogate',
			{ secrets: `{"A":"${CANARY}\\ud800"}` },
			/^Secret key "A" has a character/,
		],
		[
			'an outer space',
			{ secrets: `{"A":"${CANARY} "}` },
			/^Secret key "A" begins or ends with a sp/,
		],
		['seven characters', { secrets: '{"A":"seven-7"}' }, /^Secret key "A" has less than 8 char/],
		['no allowed domain', { allowedDomains: '' }, /^Allowed Domains is empty/],
		['an allowed domain of commas', { allowedDomains: ' , ' }, /^Allowed Domains is empty/],
		['missing allowed domains', { allowedDomains: undefined }, /^Allowed Domains is empty/],
		['a scheme', { allowedDomains: 'a.example, https://x' }, /^"https:\/\/x" in Allowed Domains/],
		['a port that is none', { allowedPorts: '443, x' }, /^"x" in Allowed Ports is not a port/],
		['a header name with a space', { referenceHeaders: 'X Key' }, /^"x key" in Reference Headers/],
		['disabled keys that are no text', { disabledKeys: 1 }, /^Disabled Keys must be a text/],
	];
	test.each(mistakes)('PF-26: with %s are refused in one sentence', (_what, fields, sentence) => {
		expect(sentenceOf(fields)).toMatch(sentence);
		expect(sentenceOf(fields)).not.toMatch(/canary-9f27|seven-7/);
		expect(sentenceOf(fields)).not.toContain('\n');
	});
});

describe('a parsed secret', () => {
	test('PF-24: is not shown by printing, inspecting or serialising it', () => {
		const keys = parse({ secrets: `{"A":"${CANARY}"}` });
		const key = keys.kind === 'secret-keys' ? keys.keys.get('A') : undefined;
		const secret = key?.state === 'enabled' ? key.secret : undefined;
		expect(secret?.reveal()).toBe(CANARY);
		const shown = [String(secret), JSON.stringify(secret), inspect(secret, { showHidden: true })];
		expect(shown).toEqual(['[secret]', '"[secret]"', '[secret]']);
		expect(inspect(keys, { depth: 9, showHidden: true })).not.toContain(CANARY);
		expect(Object.values(Object(secret)).join()).not.toContain(CANARY);
	});
});
