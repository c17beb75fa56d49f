import { types, type ClientConfig } from 'pg';

import type { PostgresConnection, PostgresTls } from './place';

export const STATEMENT_TIMEOUT_MILLISECONDS = 2000;
export const CONNECT_TIMEOUT_MILLISECONDS = 1000;
/** For a server that has fallen silent: later than its own timeout, which leaves the connection whole. */
export const ANSWER_TIMEOUT_MILLISECONDS = 2500;
const ABANDONED_TRANSACTION_MILLISECONDS = 10_000;

const INT8 = 20;

function tlsOf(tls: PostgresTls | undefined): ClientConfig['ssl'] {
	if (tls === undefined) return false;
	const { serverIs, ca, certificate: cert, key } = tls;
	return {
		rejectUnauthorized: serverIs === 'verified',
		...(ca === undefined ? {} : { ca }),
		...(cert === undefined ? {} : { cert }),
		...(key === undefined ? {} : { key }),
	};
}

/** What `pg` needs for one connection. Nothing is left to it to take from PG* variables or files. */
export function clientConfigOf(connection: PostgresConnection): ClientConfig {
	const { host, port, database, user, password, tls, schema } = connection;
	return {
		host,
		port,
		database,
		user,
		password: () => password,
		ssl: tlsOf(tls),
		application_name: 'n8n-nodes-incoming-api',
		options: `-c search_path=${schema}`,
		statement_timeout: STATEMENT_TIMEOUT_MILLISECONDS,
		idle_in_transaction_session_timeout: ABANDONED_TRANSACTION_MILLISECONDS,
		connectionTimeoutMillis: CONNECT_TIMEOUT_MILLISECONDS,
		query_timeout: ANSWER_TIMEOUT_MILLISECONDS,
		keepAlive: true,
		// pg.types.setTypeParser would change n8n's own connections too.
		types: {
			getTypeParser: (oid: number, format?: 'text' | 'binary') =>
				oid === INT8 ? Number : types.getTypeParser(oid, format),
		},
	};
}
