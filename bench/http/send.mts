// The process of `generator.mts`.
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import type { Load } from './generator.mts';

const agents = new Map<number, Agent>();
/** Refresh tokens that come next, by port and connection. */
const chains = new Map<number, string[]>();

async function bodyOf(response: IncomingMessage): Promise<string> {
	let body = '';
	for await (const chunk of response.setEncoding('utf8')) body += chunk as string;
	return body;
}

/** Sends one request; gives the body of its answer. */
async function sendOne(load: Load, agent: Agent, refreshToken: string | undefined) {
	const { port, form, headers, expected } = load;
	const more = refreshToken === undefined ? '' : `&refresh_token=${refreshToken}`;
	const text = form === undefined ? undefined : form.text + more;
	const formFields = {
		'content-type': 'application/x-www-form-urlencoded',
		'content-length': String(text?.length ?? 0),
	};
	const sent = request({
		port,
		host: '127.0.0.1',
		agent,
		method: form === undefined ? 'GET' : 'POST',
		path: form?.path ?? '/',
		headers: form === undefined ? headers : { ...headers, ...formFields },
	}).end(text);
	const [response] = (await once(sent, 'response')) as [IncomingMessage];
	if (response.statusCode === expected && refreshToken === undefined) {
		response.resume();
		await once(response, 'end');
		return '';
	}
	const body = await bodyOf(response);
	if (response.statusCode === expected) return body;
	throw new Error(
		`The server answered ${String(response.statusCode)} instead of ${String(expected)}: ${body}`,
	);
}

async function send(load: Load): Promise<void> {
	const { port, requests, connections, refreshTokens } = load;
	const agent = agents.get(port) ?? new Agent({ keepAlive: true, maxSockets: connections });
	agents.set(port, agent);
	const chain = chains.get(port) ?? [...(refreshTokens ?? [])];
	if (refreshTokens !== undefined) chains.set(port, chain);
	let left = requests;
	const lane = async (_: unknown, connection: number): Promise<void> => {
		while (left-- > 0) {
			const refreshToken = refreshTokens && chain[connection];
			const body = await sendOne(load, agent, refreshToken);
			if (refreshToken === undefined) continue;
			const { refresh_token: next } = JSON.parse(body) as { readonly refresh_token: string };
			chain[connection] = next;
		}
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
