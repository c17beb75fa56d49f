import { randomUUID } from 'node:crypto';

import { Fault } from '../../src/store/fault';
import { storedAnswersOf, TOMBSTONE_MILLISECONDS } from '../../src/store/stored-answers';
import { sharedBy, stores } from '../stores';
import {
	aRun,
	ANSWER,
	call,
	HOUR,
	keys,
	opened,
	POLL,
	prepare,
	read,
	toldIn,
} from './answering-realm';

describe.each(stores)('a caller who asks later with a realm in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(() => prepare(shared));
	afterEach(() => opened.close());

	const aPolledRun = () => aRun({ plan: POLL });

	test('PF-21: is told that it runs, and then the answer', async () => {
		const requestId = await aPolledRun();
		expect(toldIn(await read(requestId))).toEqual({ state: 'running', requestId });
		await opened.realm.answers.end(requestId, { kind: 'answered', answer: ANSWER }, POLL);
		expect(toldIn(await read(requestId))).toMatchObject({
			state: 'answered',
			answer: { status: 201 },
		});
	});

	test('PF-21: gets nothing of another caller, unless it manages access', async () => {
		const requestId = await aPolledRun();
		expect(await read(requestId, { key: keys.bob })).toMatchObject({
			problem: 'not-found',
			reason: 'answer-of-another',
		});
		expect(await read(randomUUID(), { key: keys.bob })).toMatchObject({
			problem: 'not-found',
			reason: 'answer-unknown',
		});
		expect(await read(requestId, { node: 'Another' })).toMatchObject({ problem: 'not-found' });
		expect(toldIn(await read(requestId, { key: keys.admin }))?.state).toBe('running');
		expect(toldIn(await read(requestId, { key: keys.alice2 }))?.state).toBe('running');
	});

	test('is told when the run is lost, and still gets an answer that comes after that', async () => {
		const requestId = await aPolledRun();
		opened.clock.time += POLL.deadlineMilliseconds;
		expect(toldIn(await read(requestId))?.state).toBe('timed-out');
		await opened.realm.answers.end(requestId, { kind: 'answered', answer: ANSWER }, POLL);
		expect(toldIn(await read(requestId))?.state).toBe('answered');
	});

	test('is told that the answer is gone after its time, and nothing a day later', async () => {
		const answers = storedAnswersOf(opened.store, opened.realm.id);
		const requestId = await aPolledRun();
		await opened.realm.answers.end(requestId, { kind: 'answered', answer: ANSWER }, POLL);
		opened.clock.time += HOUR;
		expect(toldIn(await read(requestId))).toEqual({ state: 'gone', requestId });
		expect(await answers.prune(opened.clock.time)).toBe(1);
		expect((await answers.find(requestId))?.content).toBeUndefined();
		expect(toldIn(await read(requestId))?.state).toBe('gone');
		expect(await read(requestId, { key: keys.bob })).toMatchObject({ problem: 'not-found' });
		opened.clock.time += TOMBSTONE_MILLISECONDS;
		expect(await answers.prune(opened.clock.time)).toBe(0);
		expect(await read(requestId)).toMatchObject({ problem: 'not-found' });
	});

	test('gets an answer of 16 MiB whole', async () => {
		const requestId = await aPolledRun();
		const body = Buffer.alloc(16 * 1024 * 1024, 'ab\0');
		const answer = { ...ANSWER, body };
		await opened.realm.answers.end(requestId, { kind: 'answered', answer }, POLL);
		// As a caller does after a 503, which so much may bring where the machine is busy.
		const again = (error: unknown) =>
			error instanceof Fault ? read(requestId) : Promise.reject(error as Error);
		const told = toldIn(await read(requestId).catch(again).catch(again));
		const got = told?.state === 'answered' ? told.answer.body : undefined;
		expect(got !== undefined && body.equals(got)).toBe(true);
	});

	test('gets no answer whose row somebody has changed or given to another run', async () => {
		const [one, other] = [await aPolledRun(), await aPolledRun()];
		await opened.realm.answers.end(one, { kind: 'answered', answer: ANSWER }, POLL);
		await opened.realm.answers.end(other, { kind: 'answered', answer: ANSWER }, POLL);
		const columns = ['nonce', 'ciphertext', 'commitment'];
		const moved = columns
			.map((name) => `${name} = (select ${name} from stored_answer where request_id = '${other}')`)
			.join(', ');
		await opened.storage.execute(`update stored_answer set ${moved} where request_id = '${one}'`);
		expect(toldIn(await read(one))).toMatchObject({ state: 'failed', problem: 'unavailable' });
		expect(toldIn(await read(other))?.state).toBe('answered');
	});

	test('leaves an audit entry that names whose answer it was, refused ones too', async () => {
		const requestId = await aPolledRun();
		await read(requestId);
		await read(requestId, { key: keys.bob });
		const [refused, told] = await opened.realm.audit.query({ kind: 'decision' }, 2);
		expect(refused?.content).toMatchObject({
			answerOf: requestId,
			decision: 'refused',
			reason: 'answer-of-another',
			user: 'bob',
		});
		expect(told?.content).toMatchObject({ answerOf: requestId, decision: 'accepted' });
	});

	test('finds nothing of the answer, key or header in clear in the database', async () => {
		const requestId = await aRun({
			plan: { ...POLL, idempotency: 'accepted' },
			once: '"secret-key"',
		});
		const answer = { ...ANSWER, body: Buffer.from('a secret answer') };
		await opened.realm.answers.end(requestId, { kind: 'answered', answer }, POLL);
		const rows = opened.store.db.selectFrom('stored_answer').selectAll();
		const text = JSON.stringify(await rows.where('request_id', '=', requestId).execute());
		for (const secret of [
			'secret',
			'image/png',
			'x-order',
			Buffer.from('a secret').toString('base64url'),
		])
			expect(text).not.toContain(secret);
	});

	test('NT-85: has no run where the audit cannot be written, and the key is not used up', async () => {
		await opened.storage.execute('alter table audit_entry rename to audit_entry_away');
		await expect(call({ once: '"k"' })).rejects.toThrow();
		await opened.storage.execute('alter table audit_entry_away rename to audit_entry');
		const rows = opened.store.db.selectFrom('stored_answer').select('request_id');
		expect(await rows.where('realm_id', '=', opened.realm.id).execute()).toEqual([]);
	});
});
