import { types } from 'node:util';

const NETWORK: Readonly<Record<string, string>> = {
	CERT_HAS_EXPIRED: 'its certificate has expired',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is its own and not trusted',
	ECONNABORTED: 'it did not answer in time',
	ECONNREFUSED: 'it refused the connection',
	ECONNRESET: 'it closed the connection',
	ENOTFOUND: 'its name is not known',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is of another host',
	ERR_CANCELED: 'the execution was cancelled',
	ETIMEDOUT: 'it did not answer in time',
	SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not trusted',
	UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
	UND_ERR_SOCKET: 'it closed the connection',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
};

/** Node's own parts may throw errors of another realm (ECMA-262 section 9.3). */
const isError = (value: unknown): value is Error =>
	value instanceof Error || types.isNativeError(value);

/** An error and what caused it, outermost first. */
export function chainOf(error: unknown): readonly Error[] {
	const chain: Error[] = [];
	for (let next = error; isError(next) && chain.length < 5; next = next.cause) {
		chain.push(next);
	}
	return chain;
}

function codeOf(error: Error): string | undefined {
	// What AbortSignal.timeout ends a request with has an old number instead of a code.
	if (error.name === 'TimeoutError') return 'ETIMEDOUT';
	const code: unknown = 'code' in error ? error.code : undefined;
	return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : undefined;
}

/** Why a request has no answer, by the error that came instead: half a sentence, and its code. */
export function whyUnreachable(error: unknown): {
	readonly why: string;
	readonly code: string | undefined;
} {
	const code = chainOf(error)
		.map(codeOf)
		.find((found) => found !== undefined);
	return { why: (code && NETWORK[code]) ?? 'the request failed', code };
}
