import assert from 'node:assert/strict';
import { PICTURE } from '../../demo/external-api.mts';
import type { Check } from '../report.mts';
import { spellingsOf } from '../spellings.mts';
import { callWithKey, type World } from '../world.mts';

/** What API Request does beyond one header and one answer. */
export function apiRequest(world: World): readonly Check[] {
	return [echoed(world), paged(world), retried(world), uploaded(world)];
}

function echoed(world: World): Check {
	return {
		sentence: 'a secret that the external API repeats reaches nobody, in no encoding',
		find: async () => {
			const { status, body } = await callWithKey(world, 'smoke-echo');
			assert.equal(status, 200, body);
			const { secret } = world.memory.now();
			const spellings = [...spellingsOf(secret)];
			const left = spellings.filter(([, bytes]) => body.includes(bytes.toString()));
			assert.deepEqual(
				left.map(([spelling]) => spelling),
				[],
			);
			const marks = body.split('[secret MyAPIKey]').length - 1;
			assert.equal(marks, 6, 'not every echo was redacted');
			return `${status}  [secret MyAPIKey] ${marks} times, ${spellings.length} spellings looked for`;
		},
	};
}

function paged(world: World): Check {
	const { externalApi, memory } = world;
	return {
		sentence: 'an answer in three pages arrives whole, the secret in each request',
		find: async () => {
			externalApi.takeReceived();
			const { status, body } = await callWithKey(world, 'smoke-pages');
			assert.equal(status, 200, body);
			const orders = (JSON.parse(body) as { orders: unknown }[]).map((page) => page.orders);
			assert.deepEqual(
				orders.flat(),
				[1, 2, 3].flatMap((page) => [`P-${page}-1`, `P-${page}-2`]),
			);
			const requests = externalApi.takeReceived();
			const { secret } = memory.now();
			assert.ok(requests.every(({ headers }) => headers.authorization === secret));
			return `${status}  ${requests.map(({ path }) => path).join(' ')}`;
		},
	};
}

function retried(world: World): Check {
	const { externalApi } = world;
	return {
		sentence: 'a request that is turned away is sent again after the time in Retry-After',
		find: async () => {
			externalApi.takeReceived();
			const { status, body } = await callWithKey(world, 'smoke-busy');
			assert.equal(status, 200, body);
			const [first, second, ...more] = externalApi.takeReceived();
			assert.ok(first && second && more.length === 0, 'it was not asked twice');
			const waited = second.at - first.at;
			const after = `asked again after ${waited.toFixed(1)} ms`;
			assert.ok(waited >= 1000, after);
			return `${status}  ${after}, Retry-After: 1`;
		},
	};
}

function uploaded(world: World): Check {
	const { externalApi, memory } = world;
	return {
		sentence: 'a file from one API goes to another as multipart/form-data, a secret beside it',
		find: async () => {
			externalApi.takeReceived();
			const { status, body } = await callWithKey(world, 'smoke-upload');
			assert.equal(status, 200, body);
			const [, upload] = externalApi.takeReceived();
			const type = upload?.headers['content-type'] ?? '';
			const form = await new Response(new Uint8Array(upload?.body ?? []), {
				headers: { 'content-type': type },
			}).formData();
			assert.equal(form.get('key'), memory.now().secret);
			const file = form.get('file');
			assert.ok(file instanceof File, 'there is no file');
			assert.deepEqual(Buffer.from(await file.arrayBuffer()), PICTURE);
			return `${status}  ${file.name}, ${file.type}, ${file.size} bytes`;
		},
	};
}
