import { type Compilable, type Expression, expressionBuilder, type SqlBool } from 'kysely';

import type { StateChange, StoredAccess, UsedEnvelope } from './datasources';
import type { Instant } from './clock';
import type { Schema } from './schema';
import { type NewSecret, secretRow, type StoredValue, valueRow } from './secret-rows';
import type { Store } from './store';

/** What a change of a datasource's state comes with. */
export type DatasourceWrite =
	/** A new datasource key; the ones of these public ids go at once. */
	| {
			readonly kind: 'grant';
			readonly access: StoredAccess;
			readonly withdrawn?: readonly string[];
	  }
	| { readonly kind: 'add'; readonly secret: NewSecret; readonly value: StoredValue }
	/** A new value; of the old ones only the version that is superseded is kept. */
	| {
			readonly kind: 'rotate';
			readonly value: StoredValue;
			readonly superseded: number;
			readonly expiresAt: Instant | undefined;
	  }
	| {
			readonly kind: 'set';
			readonly secretId: string;
			readonly version: number;
			readonly enabled: boolean;
			readonly now: Instant;
	  }
	| { readonly kind: 'delete'; readonly secretId: string }
	/** The state alone. */
	| { readonly kind: 'none' }
	/** Everything that opens the datasource or is in it. */
	| { readonly kind: 'clear' };

/** The statements of a write, none of which does anything unless the state is the new one by then. */
export function statementsOf(
	{ db }: Store,
	{ datasourceId, stateMac }: Pick<StateChange, 'datasourceId' | 'stateMac'>,
	write: DatasourceWrite,
	envelope?: UsedEnvelope,
): readonly Compilable[] {
	const changedState = () =>
		db
			.selectFrom('datasource as changed')
			.where('changed.id', '=', datasourceId)
			.where('changed.state_mac', '=', stateMac);
	const isNew = ({ exists }: { exists(query: Expression<unknown>): Expression<SqlBool> }) =>
		exists(changedState().select('changed.id'));
	const insert = <Table extends keyof Schema>(table: Table, row: Schema[Table]): Compilable => {
		const values = Object.entries(row).map(([column, value]) =>
			expressionBuilder<Schema>().val<unknown>(value).as(column),
		);
		return db
			.insertInto(table)
			.columns(Object.keys(row) as (keyof Schema[Table] & string)[])
			.expression(changedState().select(values));
	};
	const update = (secretId: string) =>
		db
			.updateTable('secret_key')
			.where('id', '=', secretId)
			.where('datasource_id', '=', datasourceId)
			.where(isNew);

	const statements = (): readonly Compilable[] => {
		switch (write.kind) {
			case 'grant': {
				const { access, withdrawn = [] } = write;
				const withdraw = db
					.deleteFrom('datasource_access')
					.where('datasource_id', '=', datasourceId)
					.where('public_id', 'in', [...withdrawn])
					.where(isNew);
				return [
					...(withdrawn.length === 0 ? [] : [withdraw]),
					insert('datasource_access', {
						public_id: access.publicId,
						datasource_id: datasourceId,
						...access.wrapped,
					}),
				];
			}
			case 'add':
				return [
					insert('secret_key', secretRow(datasourceId, write.secret)),
					insert('secret_version', valueRow(write.value)),
				];
			case 'rotate': {
				const { value, superseded, expiresAt } = write;
				const { secretId, version, createdAt } = value;
				return [
					db
						.deleteFrom('secret_version')
						.where('secret_id', '=', secretId)
						.where('version', '!=', superseded)
						.where(isNew),
					insert('secret_version', valueRow(value)),
					update(secretId).set({
						version,
						expires_at: expiresAt ?? null,
						updated_at: createdAt,
					}),
				];
			}
			case 'set': {
				const { secretId, version, enabled, now } = write;
				return [update(secretId).set({ version, enabled: enabled ? 1 : 0, updated_at: now })];
			}
			case 'none':
				return [];
			case 'clear':
				return (['secret_key', 'datasource_access', 'used_envelope'] as const).map((table) =>
					db.deleteFrom(table).where('datasource_id', '=', datasourceId).where(isNew),
				);
			case 'delete':
				return [
					db
						.deleteFrom('secret_key')
						.where('id', '=', write.secretId)
						.where('datasource_id', '=', datasourceId)
						.where(isNew),
				];
		}
	};
	const used = envelope && {
		datasource_id: datasourceId,
		envelope_id: envelope.id,
		expires_at: envelope.expiresAt,
	};
	return [...statements(), ...(used === undefined ? [] : [insert('used_envelope', used)])];
}
