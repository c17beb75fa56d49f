import type { OAuthPorts } from './ports';
import { isRefused, type Refused } from './refusal';

/** One named check or act: adds what it established, or refuses. */
export type Step<In extends object, Out extends object> = (
	state: In,
	ports: OAuthPorts,
) => Out | Refused | Promise<Out | Refused>;

type Any = Step<never, object>;

/** What a state says of whom it is about, for the audit of a refusal. */
function subjectOf(state: object): Pick<Refused, 'client' | 'user'> {
	const { client, user } = state as {
		client?: { readonly id: string };
		user?: { readonly name: string };
	};
	return {
		...(client === undefined ? {} : { client: client.id }),
		...(user === undefined ? {} : { user: user.name }),
	};
}

type Run<A extends object, Z extends object> = (
	state: A,
	ports: OAuthPorts,
) => Promise<Z | Refused>;

/** Puts steps together that run in this order, until one refuses. */
export function steps<A extends object, B extends object>(a: Step<A, B>): Run<A, B>;
export function steps<A extends object, B extends object, C extends object>(
	a: Step<A, B>,
	b: Step<B, C>,
): Run<A, C>;
export function steps<A extends object, B extends object, C extends object, D extends object>(
	a: Step<A, B>,
	b: Step<B, C>,
	c: Step<C, D>,
): Run<A, D>;
export function steps<
	A extends object,
	B extends object,
	C extends object,
	D extends object,
	E extends object,
>(a: Step<A, B>, b: Step<B, C>, c: Step<C, D>, d: Step<D, E>): Run<A, E>;
export function steps<
	A extends object,
	B extends object,
	C extends object,
	D extends object,
	E extends object,
	F extends object,
>(a: Step<A, B>, b: Step<B, C>, c: Step<C, D>, d: Step<D, E>, e: Step<E, F>): Run<A, F>;
export function steps<
	A extends object,
	B extends object,
	C extends object,
	D extends object,
	E extends object,
	F extends object,
	G extends object,
>(
	a: Step<A, B>,
	b: Step<B, C>,
	c: Step<C, D>,
	d: Step<D, E>,
	e: Step<E, F>,
	f: Step<F, G>,
): Run<A, G>;
export function steps<
	A extends object,
	B extends object,
	C extends object,
	D extends object,
	E extends object,
	F extends object,
	G extends object,
	H extends object,
>(
	a: Step<A, B>,
	b: Step<B, C>,
	c: Step<C, D>,
	d: Step<D, E>,
	e: Step<E, F>,
	f: Step<F, G>,
	g: Step<G, H>,
): Run<A, H>;
export function steps<
	A extends object,
	B extends object,
	C extends object,
	D extends object,
	E extends object,
	F extends object,
	G extends object,
	H extends object,
	I extends object,
>(
	a: Step<A, B>,
	b: Step<B, C>,
	c: Step<C, D>,
	d: Step<D, E>,
	e: Step<E, F>,
	f: Step<F, G>,
	g: Step<G, H>,
	h: Step<H, I>,
): Run<A, I>;
export function steps(...list: readonly Any[]): Run<object, object> {
	return async (first, ports) => {
		let state = first;
		for (const step of list) {
			// In order: each step relies on what the ones before it established.
			const next = await step(state as never, ports);
			if (isRefused(next)) return { ...subjectOf(state), ...next };
			state = next;
		}
		return state;
	};
}
