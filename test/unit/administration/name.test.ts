import { quoted } from '../../../src/administration/name';

describe('a quoted text', () => {
	test.each([
		['alice', '"alice"'],
		['🙂'.repeat(40), `"${'🙂'.repeat(40)}"`],
		['🙂'.repeat(41), `"${'🙂'.repeat(40)}…"`],
		['a\0\u202eb\u2028', '"a??b?"'],
		['\ud83d', '"?"'],
	])('%j is %s', (text, expected) => {
		expect(quoted(text)).toBe(expected);
	});

	test('of any length costs no more than a long one', () => {
		const huge = 'x'.repeat(10_000_000);
		const started = process.cpuUsage();
		for (let round = 0; round < 100; round += 1) {
			expect(quoted(huge)).toBe(`"${'x'.repeat(40)}…"`);
		}
		// Processor time: a machine that stands still is no fault of the code.
		const { user, system } = process.cpuUsage(started);
		expect((user + system) / 1000).toBeLessThan(5000);
	});
});
