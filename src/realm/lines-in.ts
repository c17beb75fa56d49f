const LINE_FEED = 0x0a;

/**
 * Cuts bytes into lines at line feeds alone, without them. Ends early, after `undefined`, where a
 * line is longer than `most` bytes or the last one has no line feed.
 */
export async function* linesIn(
	chunks: AsyncIterable<Uint8Array>,
	most: number,
): AsyncGenerator<string | undefined> {
	let rest: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of chunks) {
		let start = 0;
		for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
			yield Buffer.concat([...rest, chunk.subarray(start, end)]).toString('utf8');
			[rest, length, start] = [[], 0, end + 1];
		}
		rest.push(chunk.subarray(start));
		length += chunk.length - start;
		if (length > most) break;
	}
	if (length > 0) yield undefined;
}
