/** A secret in memory. Printing, inspecting or serialising it gives `[secret]`. */
export interface SecretText {
	/** The secret itself: the one visible way to it. */
	readonly reveal: () => string;
	readonly toString: () => string;
	readonly toJSON: () => string;
}

const shown = (): string => '[secret]';

/** Wraps a secret so that it cannot reach a log, an error or an item by accident. */
export function secretText(secret: string): SecretText {
	return Object.freeze({
		reveal: () => secret,
		toString: shown,
		toJSON: shown,
		[Symbol.for('nodejs.util.inspect.custom')]: shown,
	});
}
