/** A text that gives a secret away; letters of any case count. */
export interface Spelling {
	/** In lower case. */
	readonly bytes: Buffer;
	/** Characters around it that hold some bits of the secret. */
	readonly before: number;
	readonly after: number;
}

/** Fewer characters of an encoding stand in any text by chance. */
const SHORTEST_ENCODED = 4;

/**
 * The characters that only the secret decides when it stands some bytes behind a multiple of three in
 * a longer text that is encoded as a whole. RFC 4648 section 4.
 */
function base64At(offset: number, secret: Buffer) {
	const text = Buffer.concat([Buffer.alloc(offset), secret]).toString('base64');
	const first = Math.ceil((offset * 8) / 6);
	const last = Math.floor(((offset + secret.length) * 8) / 6);
	return {
		text: text.slice(first, last),
		before: offset === 0 ? 0 : 1,
		after: (offset + secret.length) % 3 === 0 ? 0 : 1,
	};
}

/**
 * How a secret is written where nothing is escaped: plain, in hexadecimal, in base64 and base64url at
 * all three alignments. All in lower case: host names and hexadecimal come in any. An encoding of less
 * than four characters is left out; an empty secret has no spelling.
 */
export function spellingsOf(secret: string): readonly Spelling[] {
	const bytes = Buffer.from(secret);
	const base64 = [0, 1, 2].map((offset) => base64At(offset, bytes));
	const base64url = base64
		.filter(({ text }) => /[+/]/.test(text))
		.map((spelling) => ({
			...spelling,
			text: spelling.text.replaceAll('+', '-').replaceAll('/', '_'),
		}));
	const hex = { text: bytes.toString('hex'), before: 0, after: 0 };
	const encoded = [hex, ...base64, ...base64url].filter(
		({ text }) => text.length >= SHORTEST_ENCODED,
	);
	const plain = secret === '' ? [] : [{ text: secret, before: 0, after: 0 }];
	return [...plain, ...encoded].map(({ text, before, after }) => ({
		bytes: Buffer.from(text.toLowerCase()),
		before,
		after,
	}));
}
