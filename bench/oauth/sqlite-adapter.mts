import { DatabaseSync } from 'node:sqlite';

interface Kept {
	readonly grantId?: string;
}

/**
 * Storage of oidc-provider that lasts as ours does: a row is on the disk before the answer. One
 * thread, one commit a statement, prepared once: what a careful operator would write first.
 */
export function sqliteAdapter(file: string) {
	const database = new DatabaseSync(file);
	database.exec(
		'pragma journal_mode = wal; pragma synchronous = full; ' +
			'create table kept (id text primary key, grant_id text, text text not null) strict, without rowid; ' +
			'create index kept_by_grant on kept (grant_id)',
	);
	const upsert = database.prepare('insert or replace into kept values (?, ?, ?)');
	const find = database.prepare('select text from kept where id = ?');
	const consume = database.prepare(
		"update kept set text = json_set(text, '$.consumed', ?) where id = ?",
	);
	const destroy = database.prepare('delete from kept where id = ?');
	const revoke = database.prepare('delete from kept where grant_id = ?');
	return class {
		readonly #name: string;

		constructor(name: string) {
			this.#name = name;
		}

		async upsert(id: string, kept: Kept): Promise<void> {
			upsert.run(`${this.#name}:${id}`, kept.grantId ?? null, JSON.stringify(kept));
		}

		async find(id: string): Promise<object | undefined> {
			const text = find.get(`${this.#name}:${id}`)?.['text'];
			return typeof text === 'string' ? (JSON.parse(text) as object) : undefined;
		}

		async consume(id: string): Promise<void> {
			consume.run(Math.floor(Date.now() / 1_000), `${this.#name}:${id}`);
		}

		async destroy(id: string): Promise<void> {
			destroy.run(`${this.#name}:${id}`);
		}

		async revokeByGrantId(grantId: string): Promise<void> {
			revoke.run(grantId);
		}
	};
}
