import { traceIdOf } from '../../../src/http/traceparent';

/** The examples of W3C Trace Context, sections 3.2.2 and 3.2.3. */
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('a traceparent field', () => {
	test.each([
		`00-${TRACE}-00f067aa0ba902b7-01`,
		`00-${TRACE}-00f067aa0ba902b7-00`,
		`cc-${TRACE}-00f067aa0ba902b7-01-what-the-future-will-be-like`,
	])('%j names its trace', (text) => {
		expect(traceIdOf(text)).toBe(TRACE);
	});

	test.each([
		undefined,
		'',
		`ff-${TRACE}-00f067aa0ba902b7-01`,
		`00-${TRACE}-00f067aa0ba902b7-01-what`,
		`00-${TRACE}-00f067aa0ba902b7`,
		`00-${TRACE.toUpperCase()}-00f067aa0ba902b7-01`,
		`00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
		`00-${TRACE}-${'0'.repeat(16)}-01`,
		`00-${TRACE.slice(1)}-00f067aa0ba902b7-01`,
		` 00-${TRACE}-00f067aa0ba902b7-01`,
		[`00-${TRACE}-00f067aa0ba902b7-01`],
	])('%j is as good as none', (text) => {
		expect(traceIdOf(text)).toBeUndefined();
	});
});
