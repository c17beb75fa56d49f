import { parseAddress } from '../../../src/http/cidr';
import { FAILED_ATTEMPTS, failedAttempts } from '../../../src/limits/failed-attempts';

const ONE = parseAddress('192.0.2.7');
const OTHER = parseAddress('192.0.2.8');

test('NT-79: an address that failed too often has to wait, others do not', () => {
	const clock = { time: 0, now: () => clock.time };
	const attempts = failedAttempts(clock);
	for (let count = 0; count < FAILED_ATTEMPTS.burst; count++) {
		expect(attempts.retryAfter(ONE)).toBeUndefined();
		attempts.note(ONE);
	}
	expect(attempts.retryAfter(ONE)).toBe(1);
	expect(attempts.retryAfter(OTHER)).toBeUndefined();
	expect(attempts.retryAfter(undefined)).toBeUndefined();
	clock.time += 1000;
	expect(attempts.retryAfter(ONE)).toBeUndefined();
});
