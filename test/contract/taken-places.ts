import { passwordWork } from '../../src/realm/log-ins';

/** How many passwords are looked at or wait for that. */
export const PLACES = 18;

/** Takes so many of the places, until they are given back. */
export function takePlaces(count: number): () => Promise<void> {
	let giveBack: () => void = () => {};
	const given = new Promise<void>((resolve) => (giveBack = resolve));
	const taken = Array.from({ length: count }, () => passwordWork.run(() => given));
	return async () => {
		giveBack();
		await Promise.all(taken);
	};
}
