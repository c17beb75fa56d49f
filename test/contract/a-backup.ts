import { Readable } from 'node:stream';

import { openKeptRealm } from '../../src/realm/kept-realm';
import { systemPorts } from '../../src/realm/system-ports';
import { KEY_LOCK, type TestRealm } from '../a-realm';

/** What takes no notice of progress. */
export const nothing = (): void => undefined;

/** The text of a backup of a realm named `default`. */
export async function backupOf({ store }: TestRealm): Promise<string> {
	const settings = { realm: 'default', lock: KEY_LOCK };
	const kept = await openKeptRealm(settings, store, systemPorts);
	let text = '';
	const collect = async (lines: AsyncIterable<string>): Promise<void> => {
		for await (const line of lines) text += line;
	};
	await kept.backup(collect, nothing);
	await kept.realm.close();
	return text;
}

/** In pieces that end anywhere, as a file is read. */
export function inPieces(text: string): AsyncIterable<Uint8Array> {
	const bytes = Buffer.from(text);
	const pieces: Uint8Array[] = [];
	for (let at = 0; at < bytes.length; at += 1009) pieces.push(bytes.subarray(at, at + 1009));
	return Readable.from(pieces);
}
