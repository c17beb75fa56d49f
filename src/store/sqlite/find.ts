import { DatabaseSync } from 'node:sqlite';

import { Fault } from '../fault';

/** The schema of a file, which is not changed; 0 where it holds no realm of ours. */
export function schemaOfFile(file: string): number {
	try {
		const database = new DatabaseSync(file, { readOnly: true });
		try {
			const found = database.prepare("select 1 from sqlite_schema where name = 'migration'").get();
			if (found === undefined) return 0;
			const row = database.prepare('select max(version) as version from migration').get();
			return Number(row?.['version'] ?? 0);
		} finally {
			database.close();
		}
	} catch (error) {
		throw new Fault('not-a-realm', `The file ${file} cannot be read as a realm.`, error);
	}
}
