import {
	checkScheme,
	type SchemeInput,
} from '../../../../src/authentication/signature/check-scheme';

describe('a signing scheme', () => {
	test.each<[string, SchemeInput, RegExp]>([
		['a variant that is none', { variant: 'none' }, /variant/],
		['Inbenta without a key id', { variant: 'inbentaV1' }, /x-inbenta-key/],
		['no signature header', { variant: 'genericHmac' }, /signature header/],
		[
			'a header that has another credential',
			{ variant: 'genericHmac', signatureHeader: 'Authorization' },
			/cannot be used/,
		],
		['a cookie', { variant: 'genericHmac', signatureHeader: 'Cookie' }, /cannot be used/],
		[
			'the same header twice',
			{ variant: 'genericHmac', signatureHeader: 'X-A', idHeader: 'x-a', template: '{id}{body}' },
			/cannot be used/,
		],
		[
			'a time that is not signed',
			{ variant: 'genericHmac', signatureHeader: 'X-A', timestampHeader: 'X-T' },
			/do not fit/,
		],
		[
			'an id without a header',
			{ variant: 'genericHmac', signatureHeader: 'X-A', template: '{id}.{body}' },
			/do not fit/,
		],
		[
			'no body',
			{ variant: 'genericHmac', signatureHeader: 'X-A', template: 'text' },
			/cannot be read/,
		],
		[
			'an unknown place',
			{ variant: 'genericHmac', signatureHeader: 'X-A', template: '{body}{secret}' },
			/cannot be read/,
		],
		[
			'an unknown algorithm',
			{ variant: 'genericHmac', signatureHeader: 'X-A', algorithm: 'md5' },
			/algorithm/,
		],
	])('with %s is refused', (_what, scheme, sentence) => {
		const checked = checkScheme(scheme);
		expect(checked.kind === 'mistake' ? checked.sentence : 'fine').toMatch(sentence);
	});

	test('has its names in lower case, and the usual where nothing is said', () => {
		const checked = checkScheme({ variant: 'genericHmac', signatureHeader: ' X-Shop-Signature ' });
		expect(checked).toEqual({
			kind: 'scheme',
			scheme: {
				...{ variant: 'genericHmac', signatureHeader: 'x-shop-signature' },
				...{ timestampHeader: undefined, idHeader: undefined, prefix: '' },
				...{ algorithm: 'sha256', encoding: 'hex', template: '{body}', keyEncoding: 'text' },
			},
		});
	});

	test('may have the field of another variant, such as that of GitHub without deliveries', () => {
		const checked = checkScheme({ variant: 'genericHmac', signatureHeader: 'X-Hub-Signature-256' });
		expect(checked.kind).toBe('scheme');
	});
});
