import type { IHttpRequestOptions } from 'n8n-workflow';
import type { Refused } from './record-secret-uses';

/** A proxy as n8n's request helper takes it. */
export type Proxy = NonNullable<IHttpRequestOptions['proxy']>;

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Whether every percent sign of a text begins an escape. */
function isEscaped(text: string): boolean {
	try {
		decodeURIComponent(text);
		return true;
	} catch {
		return false;
	}
}

/**
 * Parses the URL of a proxy. A request with a secret goes through one only under TLS: without it the
 * proxy would read the secret. Undefined when there is none; then n8n's own settings hold.
 */
export function parseProxy(
	text: string,
	target: URL,
	used: readonly string[],
): Proxy | undefined | Refused {
	if (text === '') return undefined;
	const url = URL.parse(text);
	const port = DEFAULT_PORTS[url?.protocol ?? ''];
	if (url === null || port === undefined) {
		return {
			refusal: {
				message: 'Proxy is not the URL of a proxy.',
				description: 'Write http://proxy.example.com:3128.',
			},
		};
	}
	const [key] = used;
	if (key !== undefined && target.protocol !== 'https:') {
		return {
			refusal: {
				message: `Secret key "${key}" may not be sent through a proxy without TLS.`,
				description: 'Call the API by https, or without the proxy.',
			},
			use: { name: key, reason: 'proxy-without-tls' },
		};
	}
	const { username, password } = url;
	if (!isEscaped(username) || !isEscaped(password)) {
		return {
			refusal: {
				message: 'User name or password in the option Proxy cannot be read.',
				description: 'Write %25 for a percent sign in them.',
			},
		};
	}
	return {
		protocol: url.protocol.slice(0, -1),
		host: url.hostname,
		port: url.port === '' ? port : Number(url.port),
		// As they are in the URL: n8n makes one of them again.
		...(username !== '' && { auth: { username, password } }),
	};
}
