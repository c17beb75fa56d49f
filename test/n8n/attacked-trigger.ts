import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { closeRealms, openRealmBy } from '../../src/n8n/open-realms';
import type { IssuedApiKey, Realm } from '../../src/realm/realm';
import { valueOf } from '../a-realm';
import { aListeningTrigger, type ListeningTrigger } from './listening-trigger';

/** What stands behind the header of a call. */
export interface Sent {
	/** What follows the path of the trigger. */
	readonly path?: string;
	readonly body?: string;
}

/** An address that anybody may call, in a realm with the user `alice` and a key. */
export interface Attacked {
	readonly realm: () => Realm;
	readonly trigger: () => ListeningTrigger;
	readonly key: () => string;
	/** Of the Access Realm credential. */
	readonly fields: () => ICredentialDataDecryptedObject;
	/** Another key of `alice`. */
	aKey(parts?: { readonly addresses?: readonly string[] }): Promise<IssuedApiKey>;
	/** Sends header lines as they are, a byte per letter, and reads the whole answer. */
	send(lines: readonly string[], sent?: Sent): Promise<{ status: number; isChallenged: boolean }>;
	/** Status and true reason of a call that starts nothing; a 401 challenges, nothing else does. */
	refusalOf(lines: readonly string[], sent?: Sent): Promise<[number, unknown]>;
	/** The item of a call that was let in. */
	itemOf(lines: readonly string[], sent?: Sent): Promise<IDataObject>;
}

/**
 * For the tests of one file: a realm for all of them and a trigger for each. Anonymous calls are
 * allowed, so that nothing that is refused is so for want of a credential.
 */
export function attackedTrigger(): Attacked {
	let folder: string;
	let realm: Realm;
	let key: string;
	let trigger: ListeningTrigger;
	const fields = { passphrase: Buffer.alloc(32, 3).toString('base64'), storage: 'sqlite' };
	const inFolder = () => ({ ...fields, sqliteFile: join(folder, 'realm.sqlite') });

	const aKey: Attacked['aKey'] = async (parts = {}) => {
		const { apiKeys } = realm.administer;
		return valueOf(await apiKeys.generate({ username: 'alice', name: 'k', ...parts }));
	};
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'realm-'));
		({ realm } = await openRealmBy(inFolder()));
		valueOf(await realm.administer.users.create({ username: 'alice' }));
		({ key } = await aKey());
	});
	beforeEach(async () => {
		trigger = await aListeningTrigger({ allowAnonymous: true }, inFolder());
	});
	afterEach(() => trigger.close());
	afterAll(async () => {
		await closeRealms();
		await rm(folder, { recursive: true });
	});

	const send: Attacked['send'] = async (lines, { path = '', body = '' } = {}) => {
		const { port } = new URL(trigger.url());
		const socket = connect(Number(port), '127.0.0.1');
		let answer = '';
		socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
		const head = [
			`POST /webhook/orders${path} HTTP/1.1`,
			'Host: n8n.example.com',
			'Connection: close',
			`Content-Length: ${String(body.length)}`,
			...(body === '' ? [] : ['Content-Type: application/json']),
			...lines,
		].join('\r\n');
		socket.write(`${head}\r\n\r\n${body}`, 'latin1');
		await once(socket, 'close');
		const [first = '', ...rest] = answer.split('\r\n');
		const challenge = rest.find((line) => line.toLowerCase().startsWith('www-authenticate:'));
		return { status: Number(first.split(' ')[1]), isChallenged: challenge !== undefined };
	};

	const refusalOf: Attacked['refusalOf'] = async (lines, sent = {}) => {
		const { status, isChallenged } = await send(lines, sent);
		expect(isChallenged).toBe(status === 401);
		expect(trigger.runs).toEqual([]);
		const [entry] = await realm.audit.query({ kind: 'decision' }, 1);
		return [status, entry?.content['reason']];
	};

	const itemOf: Attacked['itemOf'] = async (lines, sent = {}) => {
		expect((await send(lines, sent)).status).toBe(200);
		expect(trigger.runs).toHaveLength(1);
		return trigger.runs[0]?.workflowData?.[0]?.[0]?.json ?? {};
	};

	return {
		realm: () => realm,
		trigger: () => trigger,
		key: () => key,
		fields: inFolder,
		aKey,
		send,
		refusalOf,
		itemOf,
	};
}
