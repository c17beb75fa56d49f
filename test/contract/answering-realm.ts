import { randomUUID } from 'node:crypto';

import type { AnswerPlan, Policy, Realm, ToldAnswer, Verdict } from '../../src/realm/realm';
import { A_CALL, A_POLICY, aMessage, aRealm, type TestRealm, valueOf } from '../a-realm';
import type { StoreKind } from '../stores';

export const HOUR = 3_600_000;
export const PLAN: AnswerPlan = {
	isPolled: false,
	idempotency: 'accepted',
	deadlineMilliseconds: 60_000,
	retentionMilliseconds: HOUR,
};
export const POLL: AnswerPlan = { ...PLAN, idempotency: 'off', isPolled: true };
export const ANSWER = {
	status: 201,
	headers: { 'content-type': 'image/png', 'x-order': '17' },
	body: Uint8Array.from([0, 255, 13, 10, 0x80]),
};

export let opened: TestRealm;
export let keys: Record<'alice' | 'alice2' | 'bob' | 'admin', string>;
let names = 0;

export async function prepare(create?: StoreKind['create']): Promise<void> {
	opened = await aRealm(create, `realm-${String(names++)}`);
	const { users, apiKeys, groups, roles } = opened.realm.administer;
	const generate = async (username: string) =>
		valueOf(await apiKeys.generate({ username, name: 'key' })).key;
	for (const username of ['alice', 'bob', 'admin']) valueOf(await users.create({ username }));
	const role = { application: 'Realm', name: 'Keepers', privileges: ['Manage Access'] };
	valueOf(await roles.create(role));
	valueOf(await groups.create('Keepers'));
	valueOf(await groups.addRole('Keepers', { application: 'Realm', role: 'Keepers' }));
	valueOf(await groups.addUser('Keepers', 'admin'));
	keys = {
		alice: await generate('alice'),
		alice2: await generate('alice'),
		bob: await generate('bob'),
		admin: await generate('admin'),
	};
}

export interface Parts {
	readonly key?: string;
	readonly once?: string;
	readonly body?: string;
	readonly node?: string;
	readonly plan?: AnswerPlan | undefined;
	readonly requestId?: string;
	readonly reads?: string;
	readonly realm?: Realm;
	readonly target?: string;
}

export async function call(parts: Parts = {}): Promise<Verdict> {
	const { key = keys.alice, once, body = '{"order":17}', node = 'Trigger' } = parts;
	const { requestId = randomUUID(), reads, realm = opened.realm, target = '/orders' } = parts;
	const policy: Policy = { ...A_POLICY, answers: 'plan' in parts ? parts.plan : PLAN };
	const headerFields: [string, string][] = [['X-API-Key', key]];
	if (once !== undefined) headerFields.push(['Idempotency-Key', once]);
	const rawBody = async () => Buffer.from(body);
	return await realm.authenticate(aMessage({ headerFields, rawBody, target }), policy, {
		...A_CALL,
		requestId,
		reads,
		trigger: { workflow: 'w', node },
	});
}

export const read = (reads: string, parts: Parts = {}) =>
	call({ ...parts, plan: undefined, reads });
export const toldIn = (verdict: Verdict): ToldAnswer | undefined =>
	verdict.kind === 'accepted' ? verdict.told : undefined;
export const isRun = (verdict: Verdict): boolean =>
	verdict.kind === 'accepted' && verdict.isKept === true && verdict.told === undefined;

/** A call that runs, and its request id. */
export async function aRun(parts: Parts = {}): Promise<string> {
	const requestId = randomUUID();
	expect(isRun(await call({ once: '"k"', ...parts, requestId }))).toBe(true);
	return requestId;
}
