import { readFileSync } from 'node:fs';

import { POSTGRES_SCHEMA, type PostgresConnection, type PostgresTls } from './settings';

export type ParsedUrl =
	| { readonly kind: 'connection'; readonly connection: PostgresConnection }
	| { readonly kind: 'refused'; readonly sentence: string };

const DEFAULT_PORT = 5432;
const PARAMETERS = ['host', 'sslmode', 'sslrootcert'];
const MODES = 'disable, no-verify, require, verify-ca or verify-full';

const refused = (sentence: string): ParsedUrl => ({ kind: 'refused', sentence });

function parseTls(mode: string, rootFile: string | null): PostgresTls | undefined | string {
	if (mode === 'disable') {
		return rootFile === null
			? undefined
			: 'The PostgreSQL URL names a root certificate but no encryption: add sslmode=verify-full.';
	}
	if (!['no-verify', 'require', 'verify-ca', 'verify-full'].includes(mode)) {
		return `The sslmode of the PostgreSQL URL is unknown: use ${MODES}.`;
	}
	const serverIs = mode === 'no-verify' ? 'unverified' : 'verified';
	if (rootFile === null) return { serverIs };
	try {
		return { serverIs, ca: readFileSync(rootFile, 'utf8') };
	} catch {
		return `The root certificate ${rootFile} of the PostgreSQL URL cannot be read: see that the file is there and readable.`;
	}
}

function parseText(text: string): URL | undefined {
	try {
		return new URL(text.trim());
	} catch {
		return undefined;
	}
}

/**
 * Reads `postgres://user:password@host:port/database?sslmode=...&sslrootcert=...`. Every mode but
 * `disable` (the default) and `no-verify` checks the server's certificate and name. A folder of a
 * Unix socket stands in the parameter `host`, which goes before the host. The sentence of a refusal never repeats the URL.
 */
export function parsePostgresUrl(text: string): ParsedUrl {
	const url = parseText(text);
	if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol)) {
		return refused(
			'The PostgreSQL URL is not one: write it like postgres://user:password@host:5432/database.',
		);
	}
	const { searchParams } = url;
	const unknown = [...searchParams.keys()].some((name) => !PARAMETERS.includes(name));
	if (unknown) {
		return refused(`The PostgreSQL URL has an unknown parameter: use ${PARAMETERS.join(', ')}.`);
	}
	const host = searchParams.get('host') ?? url.hostname.replace(/^\[(.*)\]$/, '$1');
	const tls = parseTls(searchParams.get('sslmode') ?? 'disable', searchParams.get('sslrootcert'));
	if (typeof tls === 'string') return refused(tls);
	try {
		const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map(
			decodeURIComponent,
		);
		if (!user || !host || !database) {
			return refused(
				'The PostgreSQL URL lacks the user, the host or the database: write it like postgres://user:password@host:5432/database.',
			);
		}
		const port = url.port === '' ? DEFAULT_PORT : Number(url.port);
		const connection = {
			host: decodeURIComponent(host),
			port,
			database,
			user,
			password: password ?? '',
			tls,
			schema: POSTGRES_SCHEMA,
		};
		return { kind: 'connection', connection };
	} catch {
		return refused(
			'The PostgreSQL URL holds a bare percent sign: write it as %25, and other signs of a password encoded too.',
		);
	}
}
