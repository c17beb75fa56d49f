import { parseCredential } from '../crypto/credential-text';
import { parsePairKey } from '../crypto/pair-key-text';
import { type Outcome, done, refused } from './outcome';

/** Which key is meant: by its id, or by the public id of a value that it has or had. */
export interface NamedKey {
	readonly publicId?: string;
	readonly credentialId?: string;
}

/** What to enter, where another text was. */
export interface Beginning {
	/** Such as `key`. */
	readonly of: string;
	/** Its first letters, such as `iapi`. */
	readonly brand: string;
}

const OF_A_KEY: Beginning = { of: 'key', brand: 'iapi' };

const BEGINNING = /^(?:[a-z][a-z0-9]{1,9}_(live|test)_)?([0-9A-Za-z]{22})_?$/;

/**
 * Reads what of a credential may be shown: `iapi_live_` and the 22 letters behind it, those letters
 * alone, or the key of a key pair. A text with anything of a secret in it is refused and not repeated.
 */
export function readPublicId(text: string, { of, brand } = OF_A_KEY): Outcome<NamedKey> {
	const given = text.trim();
	const [, environment, publicId] = BEGINNING.exec(given) ?? [];
	if (publicId === undefined) {
		return refused(
			parseCredential(given) === undefined
				? `That is not how a ${of} begins: enter what stands before its last _, such as ${brand}_live_ and 22 letters.`
				: `That is a whole ${of}, which n8n keeps in clear: take it out of this field, and enter what stands before its last _.`,
		);
	}
	const isOfPair = environment === 'live' || environment === 'test';
	const credentialId = isOfPair ? parsePairKey(environment, given) : undefined;
	return done(credentialId === undefined ? { publicId } : { credentialId });
}
