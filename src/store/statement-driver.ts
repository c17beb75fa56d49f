import type { DatabaseConnection, Driver } from 'kysely';

import { Fault } from './fault';

/** What runs a statement of Kysely's, on whichever connection is free. */
export type RunStatement = DatabaseConnection['executeQuery'];

/** Kysely's driver for single statements; several at once are `Store.transaction`. */
export function statementDriver(executeQuery: RunStatement): Driver {
	const refuse = () =>
		Promise.reject(new Fault('store-unavailable', 'Use Store.transaction for several statements.'));
	const connection: DatabaseConnection = {
		executeQuery,
		async *streamQuery() {
			throw new Fault('store-unavailable', 'Rows are read all at once: do not stream them.');
		},
	};
	return {
		init: async () => {},
		acquireConnection: async () => connection,
		beginTransaction: refuse,
		commitTransaction: refuse,
		rollbackTransaction: refuse,
		releaseConnection: async () => {},
		destroy: async () => {},
	};
}
