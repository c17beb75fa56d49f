import type { HttpMessage } from './message';

/** Methods that a POST may carry. */
const CARRIED = ['PUT', 'DELETE'];

/** The method that a call means, or what is wrong with how it says so. */
export type EffectiveMethod =
	{ readonly kind: 'method'; readonly method: string } | { readonly kind: 'malformed' };

/**
 * The method that a message means where `Rest-Method` counts: `PUT` or `DELETE` on a POST; on any
 * other method, with any other value or twice it is malformed (VE-28).
 */
export function effectiveMethod({ method, headerFields }: HttpMessage): EffectiveMethod {
	const [carried, ...more] = headerFields.flatMap(([name, value]) =>
		name.toLowerCase() === 'rest-method' ? [value] : [],
	);
	if (carried === undefined) return { kind: 'method', method };
	const isRight = method === 'POST' && more.length === 0 && CARRIED.includes(carried);
	return isRight ? { kind: 'method', method: carried } : { kind: 'malformed' };
}

/** The message with the method that it means; as it is where it is malformed. */
export function withEffectiveMethod(message: HttpMessage): HttpMessage {
	const effective = effectiveMethod(message);
	return effective.kind === 'malformed' ? message : { ...message, method: effective.method };
}
