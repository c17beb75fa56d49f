import { effectiveMethod } from '../../../src/http/method-override';
import { aMessage } from '../../a-realm';

const methodOf = (method: string, ...values: string[]) =>
	effectiveMethod(
		aMessage({ method, headerFields: values.map((value) => ['rest-METHOD', value] as const) }),
	);

describe('a call with Rest-Method', () => {
	test.each(['PUT', 'DELETE'])('VE-28: carries %s on a POST', (carried) => {
		expect(methodOf('POST', carried)).toEqual({ kind: 'method', method: carried });
	});

	test.each<[string, string, string[]]>([
		['another verb', 'GET', ['PUT']],
		['the verb it carries', 'PUT', ['PUT']],
		['another value', 'POST', ['PATCH']],
		['POST', 'POST', ['POST']],
		['another case', 'POST', ['put']],
		['nothing in it', 'POST', ['']],
		['a list', 'POST', ['PUT, DELETE']],
		['two of them', 'POST', ['PUT', 'PUT']],
	])('VE-28: with %s is malformed', (_what, method, values) => {
		expect(methodOf(method, ...values)).toEqual({ kind: 'malformed' });
	});

	test('without it means its own method', () => {
		expect(methodOf('PATCH')).toEqual({ kind: 'method', method: 'PATCH' });
	});
});
