// @ts-check
import { rmdirSync } from 'node:fs';
import { mkdir, rmdir, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { interruption } from './interruption.mjs';

const HEARTBEAT_MS = 5_000;
const STALE_MS = 30_000;
const RETRY_MS = 500;
const LONGEST_WAIT_MS = 30 * 60_000;

/**
 * Runs `work` while no other process holds the same lock. The lock is a folder whose time of
 * change is a heartbeat, so that the lock of a killed process is taken over after 30 seconds, also
 * where process ids mean nothing (containers that share a cache).
 *
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, work) {
	await mkdir(dirname(folder), { recursive: true });
	await take(folder);
	return await hold(folder, work);
}

/**
 * The same, but fails with the given sentence when another process holds the lock.
 *
 * @template T
 * @param {string} folder
 * @param {string} sentence
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLockOrFail(folder, sentence, work) {
	await mkdir(dirname(folder), { recursive: true });
	if (await isStale(folder)) await rmdir(folder).catch(() => undefined);
	if (!(await make(folder))) throw new Error(sentence);
	return await hold(folder, work);
}

/**
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function hold(folder, work) {
	const heartbeat = setInterval(() => void touch(folder), HEARTBEAT_MS);
	const releaseAtExit = () => removeNow(folder);
	process.once('exit', releaseAtExit);
	try {
		return await work();
	} finally {
		clearInterval(heartbeat);
		process.off('exit', releaseAtExit);
		await rmdir(folder).catch(() => undefined);
	}
}

/** @param {string} folder */
async function take(folder) {
	const deadline = Date.now() + LONGEST_WAIT_MS;
	let told = false;
	while (!(await make(folder))) {
		if (await isStale(folder)) {
			await rmdir(folder).catch(() => undefined);
			continue;
		}
		if (Date.now() > deadline) {
			throw new Error(`Another process has held ${folder} for too long. Remove it and try again.`);
		}
		if (!told)
			process.stderr.write('Waiting for another process that is installing the same ...\n');
		told = true;
		await sleep(RETRY_MS, undefined, { signal: interruption });
	}
}

/** @param {string} folder */
async function make(folder) {
	try {
		await mkdir(folder);
		return true;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
		throw error;
	}
}

/** @param {string} folder */
async function isStale(folder) {
	try {
		return Date.now() - (await stat(folder)).mtimeMs > STALE_MS;
	} catch {
		return false;
	}
}

/** @param {string} folder */
async function touch(folder) {
	const now = new Date();
	await utimes(folder, now, now).catch(() => undefined);
}

/** @param {string} folder */
function removeNow(folder) {
	try {
		rmdirSync(folder);
	} catch {
		// Taken over by another process after this one was suspended for long.
	}
}
