import { type Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';

import type { Arrived } from './echo';
import type { RunningProxy } from './run-proxy';

export interface Told {
	readonly status: number | undefined;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	/** What arrived behind the proxy; undefined where the proxy answered itself. */
	readonly arrived: Arrived | undefined;
}

/** Calls a host through a proxy on loopback, as one whose name leads there. */
export async function callThrough(
	{ port }: RunningProxy,
	address: string,
	{
		method = 'GET',
		headers = {},
		body = '',
		agent = false,
	}: {
		method?: string;
		headers?: Readonly<Record<string, string>>;
		body?: string;
		agent?: Agent | false;
	} = {},
): Promise<Told> {
	// No parser of addresses on the way: the path goes out as it is written.
	const [, host = '', path = ''] = /^https:\/\/([^/]+)(\/.*)$/.exec(address) ?? [];
	return await new Promise((resolve, reject) => {
		const sent = request({
			host: '127.0.0.1',
			port,
			servername: host,
			rejectUnauthorized: false,
			method,
			path,
			headers: { host, ...headers },
			agent,
		});
		sent.once('error', reject).once('response', (response) => {
			text(response).then((answer) => {
				const { statusCode: status, headers: fields } = response;
				const isEcho = status === 200 && answer.startsWith('{');
				const arrived = isEcho ? (JSON.parse(answer) as Arrived) : undefined;
				resolve({ status, headers: fields, arrived });
			}, reject);
		});
		sent.end(body);
	});
}
