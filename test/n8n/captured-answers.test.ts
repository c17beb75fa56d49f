import {
	type AnswerCapture,
	ANSWERED_HEADER,
	captureAnswer,
	type Captured,
	MOST_KEPT_BYTES,
} from '../../src/n8n/capture-answer';
import { aServer, chunks, gate, type Handle, parts, writeStream } from './capturing-server';

const EARLY = { status: 202, headers: { location: '/status' }, body: 'wait' };

/** Answers early, then lets n8n answer; gives what the caller got and what was kept. */
async function answeredEarly(write: Handle, more: Partial<AnswerCapture> = {}) {
	const kept = gate<Captured>();
	const got = gate();
	const url = await aServer(async (response) => {
		const onLate = async (captured: Captured) => void kept.open(captured);
		const captured = captureAnswer(response, parts(more));
		expect(captured.answerEarly(EARLY, onLate)).toBe(true);
		expect(captured.answerEarly(EARLY, onLate)).toBe(false);
		await got.promise;
		expect([response.headersSent, response.writableEnded]).toEqual([false, false]);
		await write(response);
	});
	const answer = await fetch(url);
	const text = await answer.text();
	got.open();
	return { answer, text, captured: await kept.promise };
}

describe('an answer that nobody keeps', () => {
	test('is passed on as it is written, whatever its size', async () => {
		const size = 1024 * 1024;
		const url = await aServer(async (response) => {
			captureAnswer(response, parts());
			await writeStream(response, chunks(20, size));
		});
		const answer = await fetch(url);
		expect([answer.status, answer.headers.get('content-type')]).toEqual([201, 'image/png']);
		expect((await answer.arrayBuffer()).byteLength).toBe(20 * size);
		expect(20 * size).toBeGreaterThan(MOST_KEPT_BYTES);
	});

	test('of a failed last node is a problem without what n8n says of it', async () => {
		const url = await aServer((response) => {
			captureAnswer(response, parts());
			response.statusCode = 500;
			response.setHeader('content-length', '31');
			response.end('{"message":"Error in workflow"}');
		});
		const answer = await fetch(url);
		expect(answer.status).toBe(500);
		expect(await answer.json()).toMatchObject({ title: 'Workflow failed', requestId: 'r' });
	});
});

describe('an answer that is held back', () => {
	test('reaches its caller when it is kept, and is told with what the workflow set', async () => {
		const told: Captured[] = [];
		const kept = gate();
		let isAnswered = false;
		const url = await aServer((response) => {
			const onAnswer = async (captured: Captured) => {
				told.push(captured);
				await kept.promise;
			};
			captureAnswer(response, parts({ mode: 'responseNode', onAnswer }));
			response.statusCode = 418;
			response.setHeader(ANSWERED_HEADER, 'true');
			response.setHeader('X-Pot', ['a', 'b']);
			response.write('short ');
			response.end('and stout');
			response.statusCode = 500;
			response.end('never');
		});
		const asked = fetch(url).finally(() => (isAnswered = true));
		while (told.length === 0) await new Promise((resolve) => setImmediate(resolve));
		expect(isAnswered).toBe(false);
		kept.open();
		const answer = await asked;
		expect([answer.status, await answer.text()]).toEqual([418, 'short and stout']);
		expect([answer.headers.get('x-pot'), answer.headers.get('x-before')]).toEqual(['a, b', 'ours']);
		expect(answer.headers.has(ANSWERED_HEADER)).toBe(false);
		const body = Buffer.from('short and stout');
		expect(told).toEqual([
			{ kind: 'answered', answer: { status: 418, headers: { 'x-pot': 'a, b' }, body } },
		]);
	});

	test('can be given a header field that depends on its whole body', async () => {
		const url = await aServer(async (response) => {
			const transform: AnswerCapture['transform'] = (answer) => ({
				...answer,
				headers: { ...answer.headers, 'x-length': String(answer.body.length) },
			});
			captureAnswer(response, parts({ transform }));
			await writeStream(response, chunks(3, 1000));
		});
		const answer = await fetch(url);
		expect([answer.status, answer.headers.get('x-length')]).toEqual([201, '3000']);
		expect((await answer.arrayBuffer()).byteLength).toBe(3000);
	});

	test('that cannot be changed as it has to be does not go out as it is', async () => {
		const url = await aServer((response) => {
			const transform = () => {
				throw new Error('no key');
			};
			captureAnswer(response, parts({ transform }));
			response.end('unsigned');
		});
		expect((await fetch(url)).status).toBe(503);
	});

	test('goes out also where it could not be kept', async () => {
		const url = await aServer((response) => {
			const onAnswer = () => Promise.reject(new Error('the store is down'));
			captureAnswer(response, parts({ onAnswer }));
			response.end('[]');
		});
		expect(await (await fetch(url)).text()).toBe('[]');
	});

	test('is a problem beyond 16 MiB, and nothing of it is sent', async () => {
		const told: Captured[] = [];
		const url = await aServer(async (response) => {
			const onAnswer = async (captured: Captured) => void told.push(captured);
			captureAnswer(response, parts({ onAnswer }));
			await writeStream(response, chunks(17, 1024 * 1024));
		});
		const answer = await fetch(url);
		expect(answer.status).toBe(500);
		expect(await answer.json()).toMatchObject({ title: 'Answer too large' });
		expect(told).toEqual([{ kind: 'answer-too-large' }]);
	});
});

describe('a caller who is answered early', () => {
	test('gets that answer, and the late one is kept as n8n wrote it', async () => {
		const { answer, text, captured } = await answeredEarly((response) => {
			response.setHeader('content-type', 'application/json');
			response.end('[{"a":1}]');
			response.end();
		});
		expect([answer.status, text, answer.headers.get('location')]).toEqual([202, 'wait', '/status']);
		expect(answer.headers.get('content-type')).toBeNull();
		expect(captured).toEqual({
			kind: 'answered',
			answer: {
				status: 200,
				headers: { 'content-type': 'application/json' },
				body: Buffer.from('[{"a":1}]'),
			},
		});
	});

	test('leaves a file that is streamed later whole', async () => {
		const { captured } = await answeredEarly((response) =>
			writeStream(response, chunks(256, 65_536)),
		);
		expect(captured).toMatchObject({ kind: 'answered', answer: { status: 201 } });
		const { answer } = captured as Extract<Captured, { kind: 'answered' }>;
		expect(answer.body).toHaveLength(MOST_KEPT_BYTES);
		expect(answer.body[65_536 * 7]).toBe(7);
	});

	test.each([
		['lastNode', 500, '{"message":"Error in workflow"}', 'workflow-failed'],
		['responseNode', 500, '{"message":"Error in workflow"}', 'workflow-failed'],
		['responseNode', 200, '', 'no-answer'],
	] as const)('in mode %s with %d %j: the run is %s', async (mode, status, body, kind) => {
		const write: Handle = (response) => {
			response.statusCode = status;
			response.end(body);
		};
		expect((await answeredEarly(write, { mode })).captured).toEqual({ kind });
	});

	test('has nothing of a header that n8n had set before', async () => {
		const url = await aServer((response) => {
			const captured = captureAnswer(response, parts());
			response.setHeader('content-type', 'text/html');
			captured.answerEarly(EARLY, async () => {});
		});
		const answer = await fetch(url);
		expect([answer.headers.get('x-before'), answer.headers.get('content-type')]).toEqual([
			'ours',
			null,
		]);
	});

	test('is not answered once more when the answer has begun', async () => {
		const url = await aServer((response) => {
			const captured = captureAnswer(response, parts());
			response.write('be');
			expect(captured.answerEarly(EARLY, async () => {})).toBe(false);
			response.end('gun');
		});
		expect(await (await fetch(url)).text()).toBe('begun');
	});
});
