import { readPublicId } from '../../../src/administration/public-id';
import { formatCredential } from '../../../src/crypto/credential-text';
import { formatPairKey } from '../../../src/crypto/pair-key-text';

const WHOLE = formatCredential(
	'iapi',
	'live',
	new Uint8Array(16).fill(5),
	new Uint8Array(32).fill(7),
);
const SHOWN = WHOLE.slice(0, WHOLE.lastIndexOf('_'));
const PUBLIC_ID = SHOWN.slice(-22);

test.each([SHOWN, `${SHOWN}_`, ` ${SHOWN}\n`, PUBLIC_ID, `isec_test_${PUBLIC_ID}`])(
	'a key is known by how it begins: %j',
	(text) => {
		expect(readPublicId(text)).toEqual({ kind: 'done', value: { publicId: PUBLIC_ID } });
	},
);

test('a key pair is known by its key', () => {
	const credentialId = '57616bcd-ed7a-478d-889c-f0027b5131f6';
	for (const environment of ['live', 'test'] as const) {
		const key = formatPairKey(environment, credentialId);
		expect(readPublicId(key)).toEqual({ kind: 'done', value: { credentialId } });
	}
});

test.each([WHOLE, ` ${WHOLE} `])('a whole key is refused and not repeated: %j', (text) => {
	expect(readPublicId(text)).toEqual({
		kind: 'refused',
		sentence:
			'That is a whole key, which n8n keeps in clear: take it out of this field, and enter what stands before its last _.',
	});
});

test('a token is called so', () => {
	const beginning = { of: 'token', brand: 'iatk' };
	expect([readPublicId(WHOLE, beginning), readPublicId('x', beginning)]).toMatchObject([
		{
			sentence:
				'That is a whole token, which n8n keeps in clear: take it out of this field, and enter what stands before its last _.',
		},
		{
			sentence:
				'That is not how a token begins: enter what stands before its last _, such as iatk_live_ and 22 letters.',
		},
	]);
});

test.each([
	'',
	'iapi_live_',
	SHOWN.slice(0, -1),
	`${SHOWN}0`,
	`Bearer ${SHOWN}`,
	`Bearer ${WHOLE}`,
	WHOLE.slice(0, -1),
	`${WHOLE.slice(0, -1)}x`,
])('another text is refused and not repeated: %j', (text) => {
	expect(readPublicId(text)).toEqual({
		kind: 'refused',
		sentence:
			'That is not how a key begins: enter what stands before its last _, such as iapi_live_ and 22 letters.',
	});
});
