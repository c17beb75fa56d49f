/** Every way to write a value that the leak search knows, by its name. */
export function spellingsOf(value: string): ReadonlyMap<string, Buffer> {
	const bytes = Buffer.from(value);
	const spellings = new Map([
		['plain', value],
		['JSON', JSON.stringify(value).slice(1, -1)],
		['URL-encoded', encodeURIComponent(value)],
		['form-encoded', new URLSearchParams([['v', value]]).toString().slice(2)],
		['hex', bytes.toString('hex')],
		['HEX', bytes.toString('hex').toUpperCase()],
	]);
	for (const offset of [0, 1, 2]) {
		const text = base64Inside(bytes, offset);
		spellings.set(`base64 at ${offset}`, text);
		spellings.set(`base64url at ${offset}`, text.replaceAll('+', '-').replaceAll('/', '_'));
	}
	return new Map([...spellings].map(([name, text]) => [name, Buffer.from(text)]));
}

/**
 * The characters that only the value decides when it stands `offset` bytes after a multiple of
 * three in a longer text that is encoded as a whole.
 */
function base64Inside(bytes: Buffer, offset: number): string {
	const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
	const first = Math.ceil((offset * 4) / 3);
	const last = Math.floor(((offset + bytes.length) * 8) / 6);
	return text.slice(first, last);
}
