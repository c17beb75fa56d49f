import { answerBytes, answerFromBytes } from '../../../src/answers/answer-bytes';

const body = Uint8Array.from({ length: 256 }, (_, index) => index);

describe('a kept answer', () => {
	test('comes back byte for byte, with the fields that the workflow set', () => {
		const answer = { status: 418, headers: { 'content-type': 'x/y', 'x-pot': 'tea, é' }, body };
		expect(answerFromBytes(answerBytes(answer))).toEqual({ ...answer, body: Buffer.from(body) });
	});

	test('leaves out what belongs to one connection, one moment or one receiver', () => {
		const headers = {
			'access-control-allow-origin': '*',
			connection: 'close',
			'content-length': '256',
			date: 'today',
			etag: '"x"',
			'set-cookie': 'session=1',
			'transfer-encoding': 'chunked',
			'x-request-id': 'r',
		};
		const { headers: kept } = answerFromBytes(answerBytes({ status: 200, headers, body }));
		expect(kept).toEqual({ etag: '"x"' });
	});

	test('may be empty', () => {
		const answer = { status: 204, headers: {}, body: new Uint8Array() };
		expect(answerFromBytes(answerBytes(answer))).toEqual({ ...answer, body: Buffer.alloc(0) });
	});
});
