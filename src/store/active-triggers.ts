import type { Store } from './store';

/** A trigger that is published in n8n, from then until it is not. */
export interface ActiveTriggerRow {
	readonly realm_id: string;
	readonly workflow: string;
	/** Its id, which stays when it is renamed. */
	readonly node: string;
	readonly path: string;
	readonly url: string;
	/** What it demands of its callers, as JSON. */
	readonly demands: string;
}

/** Where a trigger is, in n8n and in the world. */
export interface TriggerPlace {
	/** Id of the workflow. */
	readonly workflow: string;
	/** Id of the node. */
	readonly node: string;
	/** Under which callers of this n8n reach it. */
	readonly url: string;
}

/** A trigger that callers may be told of. */
export interface ActiveTrigger extends TriggerPlace {
	/** By which it is named: its path. */
	readonly path: string;
	readonly demands: unknown;
}

/** The triggers of one realm that are published. */
export interface ActiveTriggers {
	put(trigger: ActiveTrigger): Promise<void>;
	/** Takes it away where it is still at this address. */
	remove(place: TriggerPlace): Promise<void>;
	/** In order of their paths. */
	list(): Promise<readonly ActiveTrigger[]>;
}

export function activeTriggersOf({ db }: Pick<Store, 'db'>, realmId: string): ActiveTriggers {
	return {
		async put({ workflow, node, path, url, demands }) {
			const place = { path, url, demands: JSON.stringify(demands) };
			await db
				.insertInto('active_trigger')
				.values({ realm_id: realmId, workflow, node, ...place })
				.onConflict((conflict) =>
					conflict.columns(['realm_id', 'workflow', 'node']).doUpdateSet(place),
				)
				.execute();
		},
		async remove({ workflow, node, url }) {
			await db
				.deleteFrom('active_trigger')
				.where('realm_id', '=', realmId)
				.where('workflow', '=', workflow)
				.where('node', '=', node)
				.where('url', '=', url)
				.execute();
		},
		async list() {
			const rows = await db
				.selectFrom('active_trigger')
				.select(['workflow', 'node', 'path', 'url', 'demands'])
				.where('realm_id', '=', realmId)
				.orderBy('path')
				.orderBy('url')
				.execute();
			return rows.map(({ demands, ...place }) => ({
				...place,
				demands: JSON.parse(demands) as unknown,
			}));
		},
	};
}
