import { requestBytes } from '../../../src/answers/request-bytes';
import { aMessage } from '../../a-realm';

const bytes = async (body: string, parts: Parameters<typeof aMessage>[0] = {}) =>
	Buffer.from(
		await requestBytes(
			aMessage({ target: '/a', rawBody: async () => Buffer.from(body), ...parts }),
		),
	).toString('base64');
const type = (value: string) => ({ headerFields: [['Content-Type', value] as const] });

describe('what makes two requests the same', () => {
	test('is method, target, media type and body, each of them', async () => {
		const all = await Promise.all([
			bytes('x'),
			bytes('y'),
			bytes('x', { method: 'PUT' }),
			bytes('x', { target: '/a?b' }),
			bytes('x', type('text/plain')),
		]);
		expect(new Set(all).size).toBe(all.length);
	});

	test('is not the boundary of a form, the case of its type, nor any other field', async () => {
		const form = (boundary: string) => type(`Multipart/Form-Data; boundary=${boundary}`);
		expect(await bytes('x', form('one'))).toBe(await bytes('x', form('two')));
		expect(await bytes('x', { headerFields: [['Date', 'today']] })).toBe(await bytes('x'));
	});

	test('is what was parsed where nobody has the bytes', async () => {
		const parsed = async (body: unknown) =>
			Buffer.from(await requestBytes(aMessage({ body }))).toString('base64');
		expect(await parsed({ a: 1 })).toBe(await parsed({ a: 1 }));
		expect(await parsed({ a: 1 })).not.toBe(await parsed({ a: 2 }));
	});
});
