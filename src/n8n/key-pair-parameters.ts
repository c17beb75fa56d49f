import type { ActAs } from '../realm/realm';
import type { Parameters } from './parameters';

/** As whom the holder of a key pair may act, as a field says; `undefined` for no change. */
function actAsIn(parameters: Parameters, field: string): ActAs | undefined {
	const actAs = parameters.text(field);
	switch (actAs) {
		case 'none':
		case 'any':
			return actAs;
		case 'listed':
			return { usernames: parameters.list('actAsUsers') };
		case 'unchanged':
			return undefined;
		default:
			throw new Error(`The field "${field}" is none of its choices: choose one.`);
	}
}

/** What is said of a new key pair; nothing of it for a direct key. */
export function newPairOf(parameters: Parameters): {
	readonly kind: string;
	readonly actAs?: ActAs;
	readonly rotateBefore?: string;
} {
	const kind = parameters.text('kind');
	return kind === 'pair' ? { kind, ...pairPartsOf(parameters, 'actAs') } : { kind };
}

/** What is to be different of a key pair. */
export function pairPartsOf(
	parameters: Parameters,
	field: 'actAs' | 'newActAs',
): { readonly actAs?: ActAs; readonly rotateBefore?: string } {
	const actAs = actAsIn(parameters, field);
	const rotateBefore = parameters.optionalText('rotateBefore');
	return {
		...(actAs === undefined ? {} : { actAs }),
		...(rotateBefore === undefined ? {} : { rotateBefore }),
	};
}
