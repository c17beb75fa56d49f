import { hmacKey } from '../../../../src/crypto/verification-key';
import { inbentaAnswerFields } from '../../../../src/authentication/signature/inbenta';
import { inbentaAnswerBase, inbentaBases } from '../../../../src/http/inbenta-bases';

/** Inbenta's published cases, the same in its PHP and Python clients; digests follow from them. */
const KEY = hmacKey(Buffer.from('my-signature-key'));
const TIME = '1552647740';
const DATES = 'date_from=2019-01-01&date_to=2019-01-31';
const D = 'date_from%3D%222019-01-01%22%26date_to%3D%222019-01-31%22%26';
const BODY = `${DATES}&env=production&user_question=flight`;

const text = (parts: readonly Uint8Array[] = []) => Buffer.concat(parts).toString();
const basesOf = (target: string, body = '') => [
	...inbentaBases({ method: 'get', target: `/webhook/api/${target}` }, TIME, Buffer.from(body)),
];
const digestOf = (parts: readonly Uint8Array[] = []) => KEY.sign('sha256', parts).toString('hex');

const inPath = 'v1/foo/bar/bG9nOjozOTUyMjEyNzg4MTk3NTk0NTU=';
const question = (value: string) => `v1/foo/bar?${DATES}&env=production&user_question=${value}`;
const flight = `${D}env%3D%22production%22%26user_question%3D%22flight%20offer%22`;
const catalan = `${D}env%3D%22production%22%26user_question%3D%22pregunta%20en%20catal%5Cu00e0%22`;
const FLIGHT = '6fc70d2dee9270c24e5bb35681cff315f52d97369fe5dd249438595efd9d962d';
const CATALAN = 'c8d5e5453a9cd435f4e4744cf622e574eb9cec23fcd87ca3697655d25eaaa2ef';

describe('the base string of a request', () => {
	test.each([
		[
			inPath,
			'v1%2Ffoo%2Fbar%2FbG9nOjozOTUyMjEyNzg4MTk3NTk0NTU%3D',
			'fe34837941c8d770253a77a1dd5f97918e02eaca1cd82d9ddc1fccc3948f5b21',
		],
		[
			`v1/foo/bar?${DATES}&env=development,production`,
			`v1%2Ffoo%2Fbar&${D}env%3D%22development%2Cproduction%22`,
			'd657bfb278453583435e28745dc63d757423f83d4fdfbdad1db47bfd2fad1deb',
		],
		[question('flight+offer'), `v1%2Ffoo%2Fbar&${flight}`, FLIGHT],
		[question('flight%20offer'), `v1%2Ffoo%2Fbar&${flight}`, FLIGHT],
		[question('flight offer'), `v1%2Ffoo%2Fbar&${flight}`, FLIGHT],
		[question('pregunta en català'), `v1%2Ffoo%2Fbar&${catalan}`, CATALAN],
		[question('pregunta%20en%20catal%C3%A0'), `v1%2Ffoo%2Fbar&${catalan}`, CATALAN],
		[
			`v1/foo/bar?${DATES}&env=production&timezone=Asia/Tokyo`,
			`v1%2Ffoo%2Fbar&${D}env%3D%22production%22%26timezone%3D%22Asia%2FTokyo%22`,
			'3bd608071e09c3ccee5ed720f44bcc3934ebf25b2d3b19d1f689b3f05165b74e',
		],
		[
			'v1/foo/bar?q=a%2Bb',
			'v1%2Ffoo%2Fbar&q%3D%22a%20b%22',
			'f0b7cfff448e720e69102219f9280b93ff4434d7596c3c58edab7246e7cea2ed',
		],
	])('IB-21: of %s is the published one', (target, base, digest) => {
		const [first] = basesOf(target);
		expect(text(first)).toBe(`GET&${base}&${TIME}&v1`);
		expect(digestOf(first)).toBe(digest);
	});

	test('IB-21: has a body as a form is encoded', () => {
		const [first] = basesOf('v1/foo/bar', BODY);
		const encoded = BODY.replaceAll('=', '%3D').replaceAll('&', '%26');
		expect(text(first)).toBe(`GET&v1%2Ffoo%2Fbar&${encoded}&${TIME}&v1`);
		expect(digestOf(first)).toBe(
			'1d0c0a903944f49ac86f8e8c423b005e36f10e391b714e44a8389fc2f5010b5b',
		);
	});

	test('IB-21: is known in both ways where the official clients differ', () => {
		const bases = basesOf('v1/a?k[]=1&k[]=2', '~').map(text);
		expect(bases).toEqual([
			`GET&v1%2Fa&k%3D%5B%221%22%2C%222%22%5D&%7E&${TIME}&v1`,
			`GET&v1%2Fa&k%3D%5B%221%22%2C%20%222%22%5D&~&${TIME}&v1`,
		]);
	});

	test('is known with a path as it was received, and as it is meant', () => {
		const bases = basesOf('v1/a%3D').map(text);
		expect(bases).toContain(`GET&v1%2Fa%253D&${TIME}&v1`);
		expect(bases).toContain(`GET&v1%2Fa%3D&${TIME}&v1`);
	});

	test('leaves out what is not there, and takes 1 MB of body in bounded time', () => {
		expect(text(basesOf('v1')[0])).toBe(`GET&v1&${TIME}&v1`);
		const [first] = basesOf('v1', '/'.repeat(1_000_000));
		expect(text(first)).toHaveLength(3_000_000 + `GET&v1&&${TIME}&v1`.length);
	});
});

test('IB-24: an answer is signed as published', () => {
	const body = Buffer.from('{"error":{"message":"Signature provided is not valid","code":403}}');
	const encoded =
		'%22%7B%5C%22error%5C%22%3A%7B%5C%22message%5C%22%3A%5C%22Signature+provided+is+not+valid%5C%22%2C%5C%22code%5C%22%3A403%7D%7D%22';
	expect(text(inbentaAnswerBase(TIME, body))).toBe(`v1&${TIME}&${encoded}`);
	expect(inbentaAnswerFields(KEY, TIME, body)).toEqual({
		'x-inbenta-signature': '26fcb2a6692ab506cb7f95926be5587ecf90cfd9cfc0cc98d246a7d939a49239',
	});
});
