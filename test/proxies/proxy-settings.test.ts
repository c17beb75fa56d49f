import { Agent } from 'node:https';

import { callThrough } from './call-through';
import { PROXY_PAGE } from './configurations';
import { aProxy, describeProxies } from './with-proxy';

const CALL = 'https://n8n.example.com/webhook/orders';
const MIB = 1024 * 1024;

describeProxies((program) => {
	describe(PROXY_PAGE, () => {
		const proxy = aProxy(program, PROXY_PAGE, ['n8n.example.com']);

		test('lets through a body that n8n takes', async () => {
			const body = 'x'.repeat(16 * MIB);
			const { arrived } = await callThrough(proxy(), CALL, { method: 'POST', body });
			expect(arrived?.body.length).toBe(16 * MIB);
		});

		if (program === 'nginx') {
			test('keeps out a larger one', async () => {
				const body = 'x'.repeat(16 * MIB + 1);
				expect((await callThrough(proxy(), CALL, { method: 'POST', body })).status).toBe(413);
			});

			test('keeps the query out of its log', async () => {
				await callThrough(proxy(), `${CALL}?link=a-token`);
				const line = /^127\.0\.0\.1 \[.*\] GET \/webhook\/orders 200$/m;
				const log = await proxy().written('access.log', line);
				expect(log).toMatch(line);
				expect(log).not.toContain('a-token');
			});

			test('refuses what one address calls too often', async () => {
				const agent = new Agent({ keepAlive: true, maxSockets: 4 });
				let isRefused = false;
				// As many as a busy machine makes within three seconds are not refused yet.
				for (let round = 0; round < 30 && !isRefused; round += 1) {
					const calls = Array.from({ length: 100 }, () => callThrough(proxy(), CALL, { agent }));
					isRefused = (await Promise.all(calls)).some(({ status }) => status === 429);
				}
				agent.destroy();
				expect(isRefused).toBe(true);
			});
		}
	});

	describe('how-to-call-from-browsers.md', () => {
		const proxy = aProxy(program, 'how-to-call-from-browsers.md', ['n8n.example.com']);
		const preflight = async (origin: string) =>
			await callThrough(proxy(), CALL, {
				method: 'OPTIONS',
				headers: { origin, 'access-control-request-method': 'PUT' },
			});

		test.each(['https://app.example.com', 'https://a-b.shop.example.com'])(
			'answers a preflight of %s by itself',
			async (origin) => {
				const { status, headers, arrived } = await preflight(origin);
				expect([status, arrived]).toEqual([204, undefined]);
				expect(headers).toMatchObject({
					'access-control-allow-origin': origin,
					'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
					'access-control-allow-headers':
						'Authorization, Content-Type, X-API-Key, X-Domain-Key, Rest-Method',
					vary: 'Origin',
				});
			},
		);

		test.each(['https://example.com', 'https://app.example.com.evil.example', 'null'])(
			'allows %s nothing',
			async (origin) => {
				const { headers, arrived } = await preflight(origin);
				expect(arrived).toBeUndefined();
				expect(headers).not.toHaveProperty('access-control-allow-origin');
			},
		);

		test('lets the call itself through, with its origin', async () => {
			const origin = 'https://app.example.com';
			const { arrived } = await callThrough(proxy(), CALL, { headers: { origin } });
			expect(arrived).toMatchObject({ url: '/webhook/orders', headers: { origin } });
		});
	});
});
