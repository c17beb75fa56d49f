import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import {
	bad,
	type Check,
	checkFileMode,
	checkFolderMode,
	checkN8n,
	checkNode,
	checkSqlite,
	ok,
} from '../realm/check';
import { checkSchema } from '../realm/existing-store';
import type { RealmStorage } from '../realm/settings';
import { findN8n } from './find-n8n';
import type { CommandOptions } from './parse-command';
import { storageOf } from './storage';
import { withRealm } from './with-realm';

function checkFiles(storage: RealmStorage): readonly Check[] {
	if (storage.kind !== 'sqlite') return [];
	const file = resolve(storage.file);
	const files = [file, `${file}-wal`, `${file}-shm`].filter(existsSync);
	const folder = dirname(file);
	return [
		checkSqlite(process.versions.sqlite ?? 'unknown'),
		...files.map((each) => checkFileMode(each, statSync(each).mode)),
		checkFolderMode(folder, statSync(folder).mode),
	];
}

const sentenceOf = (error: unknown): string =>
	error instanceof Error ? error.message : String(error);

async function checkRealm(options: CommandOptions): Promise<readonly Check[]> {
	try {
		return await withRealm(options, async ({ realm, examine }) => [
			ok('realm', `Realm "${realm.name}" opens.`),
			...(await examine()),
		]);
	} catch (error) {
		return [bad('realm', sentenceOf(error))];
	}
}

async function checkAll(options: CommandOptions): Promise<readonly Check[]> {
	const here = [checkNode(process.versions.node), checkN8n(findN8n(process.env['PATH'] ?? ''))];
	const storage = storageOf(options, process.env);
	try {
		const schema = await checkSchema(storage);
		const inside = schema.state === 'ok' ? await checkRealm(options) : [];
		return [...here, schema, ...checkFiles(storage), ...inside];
	} catch (error) {
		return [...here, bad('realm', sentenceOf(error))];
	}
}

const STATE_WIDTH = 5;
const CHECK_WIDTH = 12;

/** `doctor`: looks at a realm and what is around it, changes nothing, and says what to do. */
export async function doctor(options: CommandOptions): Promise<boolean> {
	const checks = await checkAll(options);
	const isWell = checks.every(({ state }) => state !== 'bad');
	if (options.json) {
		process.stdout.write(`${JSON.stringify({ ok: isWell, realm: options.realm, checks })}\n`);
		return isWell;
	}
	for (const { check, state, message } of checks) {
		process.stdout.write(`${state.padEnd(STATE_WIDTH)}${check.padEnd(CHECK_WIDTH)}${message}\n`);
	}
	return isWell;
}
