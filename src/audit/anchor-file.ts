import { appendFile, readFile } from 'node:fs/promises';

import type { StoredHeads } from '../store/audit-proofs';
import { Fault } from '../store/fault';
import { canonicalText } from './canonical';

/** Keeps copies of heads outside of the database. */
export type Anchor = (heads: StoredHeads) => Promise<void>;

/** One line of an anchor file, which may hold the heads of several realms. */
export function anchorLine({ number, keyVersion, text, mac }: StoredHeads): string {
	return `${canonicalText({ number, keyVersion, text, mac })}\n`;
}

/** Reads a line of an anchor file; `undefined` where it is none. */
export function parseAnchorLine(line: string): StoredHeads | undefined {
	try {
		const { number, keyVersion, text, mac } = JSON.parse(line) as Record<string, unknown>;
		if (typeof number !== 'number' || typeof keyVersion !== 'number') return undefined;
		if (typeof text !== 'string' || typeof mac !== 'string') return undefined;
		return { number, keyVersion, text, mac };
	} catch {
		return undefined; // JSON.parse has no other way to say that a line is not JSON
	}
}

/**
 * Appends heads to a file, one line each. Lines that could not be written are kept and written with
 * the next: a disk that is full for a while must not stop calls, whose entries are in the database.
 */
export function anchorFile(file: string | undefined): Anchor {
	let kept: readonly string[] = [];
	return async (heads) => {
		if (file === undefined) return;
		const lines = [...kept, anchorLine(heads)];
		kept = [];
		try {
			await appendFile(file, lines.join(''), { mode: 0o600, flush: true });
		} catch (error) {
			kept = [...lines, ...kept];
			throw error;
		}
	};
}

/**
 * Reads the lines of an anchor file; none where the file is not there.
 *
 * @throws {Fault} `invalid-settings` where it cannot be read
 */
export async function readAnchorFile(file: string): Promise<readonly string[]> {
	try {
		return (await readFile(file, 'utf8')).split('\n');
	} catch (error) {
		if (hasCode(error) && error.code === 'ENOENT') return [];
		throw new Fault('invalid-settings', `The anchor file ${file} cannot be read.`, error);
	}
}

function hasCode(error: unknown): error is { readonly code: unknown } {
	return typeof error === 'object' && error !== null && 'code' in error;
}
