import { once } from 'node:events';
import { request, type ServerResponse } from 'node:http';

import { captureAnswer, type Captured, type CapturedResponse } from '../../src/n8n/capture-answer';
import { aServer, chunks, gate, parts, writeStream } from './capturing-server';

const EARLY = { status: 202, headers: { location: '/status' }, body: 'wait' };

describe('callers who hang up', () => {
	const MANY = 200;

	/** Calls and hangs up; gives the response as the server has it, when that knows. */
	async function hungUp(prepare: (response: ServerResponse) => CapturedResponse) {
		const seen = gate<{ response: ServerResponse; captured: CapturedResponse }>();
		const url = await aServer((response) => {
			seen.open({ response, captured: prepare(response) });
		});
		const call = request(url).on('error', () => undefined);
		call.end();
		const { response, captured } = await seen.promise;
		const gone = once(response, 'close');
		call.destroy();
		await gone;
		return { response, captured };
	}

	test('leave a stream that n8n writes later neither stuck nor cut off', async () => {
		const { response, captured } = await hungUp((each) => {
			const held = captureAnswer(each, parts());
			return held;
		});
		const stream = chunks(64, 65_536);
		await writeStream(response, stream);
		expect([stream.readableEnded, stream.errored]).toEqual([true, null]);
		expect(captured.answerEarly(EARLY, async () => {})).toBe(false);
	});

	test('do not keep an answer from being kept that is to be', async () => {
		const told = gate<Captured>();
		const onAnswer = async (captured: Captured) => void told.open(captured);
		// The event of the real response: a captured one ends when the run does.
		const seen = gate<ServerResponse>();
		const gone = gate();
		const url = await aServer((response) => {
			response.once('close', () => {
				gone.open();
			});
			captureAnswer(response, parts({ onAnswer }));
			seen.open(response);
		});
		const call = request(url).on('error', () => undefined);
		call.end();
		const response = await seen.promise;
		call.destroy();
		await gone.promise;
		await writeStream(response, chunks(4, 10));
		expect(await told.promise).toMatchObject({ kind: 'answered', answer: { status: 201 } });
	});

	test(`leave no timer, socket or listener behind, ${String(MANY)} of them`, async () => {
		const responses: ServerResponse[] = [];
		let gone = 0;
		const url = await aServer((response) => {
			response.once('close', () => gone++);
			captureAnswer(response, parts());
			responses.push(response);
		});
		const resources = () =>
			process.getActiveResourcesInfo().filter((each) => each !== 'TCPServerWrap').length;
		const before = resources();
		for (let each = 0; each < MANY; each++) {
			const call = request(url, { agent: false }).on('error', () => undefined);
			call.end();
			while (responses.length <= each) await new Promise((resolve) => setImmediate(resolve));
			call.destroy();
		}
		while (gone < MANY) await new Promise((resolve) => setImmediate(resolve));
		await Promise.all(responses.map((response) => writeStream(response, chunks(2, 10))));
		while (resources() > before) await new Promise((resolve) => setImmediate(resolve));
		const listening = responses.map((response) =>
			response.eventNames().map((name) => response.listenerCount(name)),
		);
		expect(listening.flat().filter((count) => count > 3)).toEqual([]);
	});
});
