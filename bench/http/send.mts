// The process of `generator.mts`.
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { Load } from './generator.mts';

const agents = new Map<number, Agent>();

async function sendOne({ port, headers, expected }: Load, agent: Agent): Promise<void> {
	const sent = request({ port, host: '127.0.0.1', headers, agent }).end();
	const [response] = await once(sent, 'response');
	response.resume();
	await once(response, 'end');
	if (response.statusCode === expected) return;
	throw new Error(`The server answered ${response.statusCode} instead of ${expected}.`);
}

async function send(load: Load): Promise<void> {
	const { port, requests, connections } = load;
	const agent = agents.get(port) ?? new Agent({ keepAlive: true, maxSockets: connections });
	agents.set(port, agent);
	let left = requests;
	const lane = async (): Promise<void> => {
		while (left-- > 0) await sendOne(load, agent);
	};
	await Promise.all(Array.from({ length: connections }, lane));
}

process.on('message', (load: Load) => {
	void send(load).then(
		() => process.send?.(''),
		(error: unknown) => process.send?.(String(error)),
	);
});
process.on('disconnect', () => {
	for (const agent of agents.values()) agent.destroy();
});
process.send?.('ready');
