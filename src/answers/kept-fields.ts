/**
 * Header fields of one connection, one moment or one receiver, by RFC 9110 sections 6.6.1 and 7.6.1:
 * they mean nothing, or too much, in an answer that is given again.
 */
const PASSING_FIELDS: ReadonlySet<string> = new Set([
	'connection',
	'content-length',
	'date',
	'keep-alive',
	'proxy-authenticate',
	'proxy-authentication-info',
	'set-cookie',
	'te',
	'trailer',
	'transfer-encoding',
	'upgrade',
	'www-authenticate',
	'x-request-id',
]);
const PASSING_PREFIXES: readonly string[] = ['access-control-', 'ratelimit', 'x-inbenta-signature'];

/** The fields of an answer that are kept with it: whatever the workflow set, but the passing ones. */
export function keptFields(
	headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
	return Object.fromEntries(
		Object.entries(headers).filter(
			([name]) =>
				!PASSING_FIELDS.has(name) && !PASSING_PREFIXES.some((prefix) => name.startsWith(prefix)),
		),
	);
}
