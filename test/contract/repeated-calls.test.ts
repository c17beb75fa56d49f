import { spawn } from 'node:child_process';
import { join } from 'node:path';

import type { AnswerPlan, Verdict } from '../../src/realm/realm';
import { A_POLICY } from '../a-realm';
import { postgresStorage } from '../postgres-schemas';
import { describePostgres, sharedBy, stores } from '../stores';
import {
	aRun,
	ANSWER,
	call,
	HOUR,
	isRun,
	keys,
	opened,
	PLAN,
	prepare,
	toldIn,
} from './answering-realm';

describe.each(stores)('a repeated call with a realm in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(() => prepare(shared));
	afterEach(() => opened.close());

	test('NT-80: gets the answer of the first one, byte for byte, and does not run', async () => {
		const requestId = await aRun();
		await opened.realm.answers.end(requestId, { kind: 'answered', answer: ANSWER }, PLAN);
		expect(toldIn(await call({ once: '"k"' }))).toEqual({
			state: 'answered',
			requestId,
			answer: { ...ANSWER, body: Buffer.from(ANSWER.body) },
		});
	});

	test('NT-80: with another body, path or method of the same key is told so', async () => {
		await aRun();
		const reused = { problem: 'idempotency-key-reused', reason: 'idempotency-key-reused' };
		expect(await call({ once: '"k"', body: '{"order":18}' })).toMatchObject(reused);
		expect(await call({ once: '"k"', target: '/orders?priority=high' })).toMatchObject(reused);
	});

	test('NT-80: is told to wait while the first one runs', async () => {
		await aRun();
		expect(await call({ once: '"k"' })).toMatchObject({
			problem: 'conflict',
			reason: 'request-running',
		});
	});

	test('NT-80: is independent of other callers, other triggers and other keys', async () => {
		await aRun();
		expect(isRun(await call({ once: '"k"', key: keys.bob }))).toBe(true);
		expect(isRun(await call({ once: '"k"', node: 'Another' }))).toBe(true);
		expect(isRun(await call({ once: '"K"' }))).toBe(true);
	});

	test('is the same with another key of the same user, and without the quotes', async () => {
		await aRun();
		expect(await call({ once: 'k', key: keys.alice2 })).toMatchObject({ problem: 'conflict' });
	});

	test('NT-80: of fifty at once one runs', async () => {
		const verdicts = await Promise.all(Array.from({ length: 50 }, () => call({ once: '"k"' })));
		expect(verdicts.filter(isRun)).toHaveLength(1);
		const others = verdicts.filter((verdict) => !isRun(verdict));
		expect(others.map((verdict) => verdict.kind === 'refused' && verdict.problem)).toEqual(
			Array.from({ length: 49 }, () => 'conflict'),
		);
	});

	test('gets the answer after the realm was opened anew', async () => {
		const requestId = await aRun();
		await opened.realm.answers.end(requestId, { kind: 'answered', answer: ANSWER }, PLAN);
		const told = toldIn(await call({ once: '"k"', realm: await opened.again() }));
		expect(told).toMatchObject({ state: 'answered', requestId });
	});

	test('of a failed run fails again, without a second run', async () => {
		const requestId = await aRun();
		await opened.realm.answers.end(requestId, { kind: 'workflow-failed' }, PLAN);
		expect(toldIn(await call({ once: '"k"' }))).toEqual({
			state: 'failed',
			requestId,
			problem: 'workflow-failed',
		});
	});

	test('of a run that was lost times out, and runs again when that is forgotten', async () => {
		const requestId = await aRun();
		opened.clock.time += PLAN.deadlineMilliseconds;
		expect(toldIn(await call({ once: '"k"' }))).toEqual({ state: 'timed-out', requestId });
		opened.clock.time += PLAN.retentionMilliseconds;
		expect(isRun(await call({ once: '"k"' }))).toBe(true);
	});

	test('runs again once the answer is no longer kept', async () => {
		const requestId = await aRun();
		await opened.realm.answers.end(requestId, { kind: 'answered', answer: ANSWER }, PLAN);
		opened.clock.time += HOUR - 1;
		expect(toldIn(await call({ once: '"k"' }))?.state).toBe('answered');
		opened.clock.time += 1;
		expect(isRun(await call({ once: '"k"' }))).toBe(true);
	});

	test('is refused without its key where one is required, or with one that is none', async () => {
		const plan: AnswerPlan = { ...PLAN, idempotency: 'required' };
		expect(await call({ plan })).toMatchObject({ problem: 'idempotency-key-missing' });
		expect(await call({ plan, once: '""' })).toMatchObject({
			problem: 'idempotency-key-malformed',
		});
		expect(isRun(await call({ plan, once: '"k"' }))).toBe(true);
	});

	test('without a key, or where keys mean nothing, runs and nothing is kept', async () => {
		const off: AnswerPlan = { ...PLAN, idempotency: 'off' };
		for (const verdict of [await call(), await call({ plan: off, once: '"k"' })]) {
			expect(verdict).toMatchObject({ kind: 'accepted' });
			expect(verdict).not.toHaveProperty('isKept');
		}
	});
});

describePostgres('repeated calls over two processes', () => {
	beforeEach(() => prepare(postgresStorage));
	afterEach(() => opened.close());

	const inAnotherProcess = (calls: number) => {
		const child = spawn(process.execPath, [join(__dirname, 'repeat-at-once.cjs')], {
			env: {
				...process.env,
				STORAGE: JSON.stringify(opened.storage.storage),
				REALM: opened.realm.name,
				KEY: keys.alice,
				CALLS: String(calls),
				POLICY: JSON.stringify({ ...A_POLICY, answers: PLAN }),
			},
			stdio: ['pipe', 'pipe', 'inherit'],
		});
		let text = '';
		const open = new Promise((resolve) => child.stdout.once('data', resolve));
		child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
		const verdicts = new Promise<readonly Verdict[]>((resolve) =>
			child.once('exit', () => {
				resolve(JSON.parse(text.trim().split('\n').at(-1) ?? '[]') as readonly Verdict[]);
			}),
		);
		return { open, go: () => child.stdin.write('go\n'), verdicts };
	};

	test('NT-80: run once, however many there are', async () => {
		const processes = [inAnotherProcess(50), inAnotherProcess(50)];
		await Promise.all(processes.map(({ open }) => open));
		for (const { go } of processes) go();
		const verdicts = (await Promise.all(processes.map((each) => each.verdicts))).flat();
		expect(verdicts).toHaveLength(100);
		expect(verdicts.filter(isRun)).toHaveLength(1);
	});
});
