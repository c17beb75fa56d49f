import { access, appendFile, constants, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { StoredHeads } from '../store/audit-proofs';
import { Fault } from '../store/fault';
import { canonicalText } from './canonical';

/** Keeps copies of heads outside of the database. */
export interface Anchor {
	/** Does not fail: calls go on, whose entries are in the database. */
	write(heads: StoredHeads): Promise<void>;
	/** Whether copies can be written now; what could not be written before is written first. */
	isWritable(): Promise<boolean>;
}

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
 * the next, and `warn` is told each time: a disk that is full for a while must not stop calls.
 */
export function anchorFile(file: string | undefined, warn: (sentence: string) => void): Anchor {
	let kept: readonly string[] = [];
	const append = async (path: string, more: readonly string[]): Promise<void> => {
		const lines = [...kept, ...more];
		kept = [];
		if (lines.length === 0) return;
		try {
			await appendFile(path, lines.join(''), { mode: 0o600, flush: true });
		} catch (error) {
			kept = [...lines, ...kept];
			const code = hasCode(error) ? ` (${String(error.code)})` : '';
			warn(
				`The anchor file ${path} of the audit log cannot be written${code}: what is cut off the end of the log goes unnoticed until n8n's user can write it.`,
			);
		}
	};
	return {
		async write(heads) {
			if (file !== undefined) await append(file, [anchorLine(heads)]);
		},
		async isWritable() {
			if (file === undefined) return false;
			await append(file, []);
			return kept.length === 0 && (await mayAppend(file));
		},
	};
}

/** Whether this process may write the file, or make it where it is not there. */
async function mayAppend(file: string): Promise<boolean> {
	try {
		await access(file, constants.W_OK);
		return true;
	} catch (error) {
		if (!isMissing(error)) return false;
	}
	return await access(dirname(file), constants.W_OK).then(
		() => true,
		() => false,
	);
}

/**
 * Reads the lines of an anchor file; `undefined` where the file is not there.
 *
 * @throws {Fault} `invalid-settings` where it cannot be read
 */
export async function readAnchorFile(file: string): Promise<readonly string[] | undefined> {
	try {
		return (await readFile(file, 'utf8')).split('\n');
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw new Fault('invalid-settings', `The anchor file ${file} cannot be read.`, error);
	}
}

function isMissing(error: unknown): boolean {
	return hasCode(error) && error.code === 'ENOENT';
}

function hasCode(error: unknown): error is { readonly code: unknown } {
	return typeof error === 'object' && error !== null && 'code' in error;
}
