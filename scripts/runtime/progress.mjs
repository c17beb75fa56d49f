// @ts-check
import { statfsSync } from 'node:fs';

const QUIET_INTERVAL_MS = 10_000;
const TERMINAL_INTERVAL_MS = 1_000;

/**
 * Runs `work` and shows on stderr how long it has taken and by how much the disk has filled:
 * one updating line on a terminal, a plain line every ten seconds elsewhere.
 *
 * @template T
 * @param {string} title what is being done, as a phrase
 * @param {string} folder an existing folder on the disk to watch
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(title, folder, work) {
	const terminal = process.stderr.isTTY;
	const started = Date.now();
	const usedBefore = usedBytes(folder);
	const line = () =>
		`${title}: ${elapsed(Date.now() - started)}, ${size(usedBytes(folder) - usedBefore)} on disk`;
	const show = () => process.stderr.write(terminal ? `\r\x1b[2K${line()}` : `${line()}\n`);
	if (!terminal) process.stderr.write(`${title} ...\n`);
	const timer = setInterval(show, terminal ? TERMINAL_INTERVAL_MS : QUIET_INTERVAL_MS);
	try {
		const result = await work();
		process.stderr.write(`${terminal ? '\r\x1b[2K' : ''}${line()}, done\n`);
		return result;
	} catch (error) {
		if (terminal) process.stderr.write('\n');
		throw error;
	} finally {
		clearInterval(timer);
	}
}

/** @param {number} milliseconds */
export function elapsed(milliseconds) {
	const seconds = Math.round(milliseconds / 1000);
	return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** @param {string} folder */
function usedBytes(folder) {
	const disk = statfsSync(folder);
	return (disk.blocks - disk.bfree) * disk.bsize;
}

/** @param {number} bytes */
function size(bytes) {
	const megabytes = Math.max(0, bytes) / 1e6;
	return megabytes < 1000 ? `${Math.round(megabytes)} MB` : `${(megabytes / 1000).toFixed(1)} GB`;
}
