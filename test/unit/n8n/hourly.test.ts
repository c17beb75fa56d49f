import { hourly } from '../../../src/n8n/hourly';

describe('what is told hourly', () => {
	test('is the first sentence, and the next one after an hour', () => {
		const clock = { time: 0, now: () => clock.time };
		const told: string[] = [];
		const tell = hourly(clock, (sentence) => told.push(sentence));
		for (const minute of [0, 1, 59, 60, 61, 119, 200]) {
			clock.time = minute * 60_000;
			tell(`at ${String(minute)}`);
		}
		expect(told).toEqual(['at 0', 'at 60', 'at 200']);
	});
});
