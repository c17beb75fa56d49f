import type { Clock } from '../store/clock';
import type { Store } from '../store/store';
import { rememberRecords } from './cache';

/** The issuer of a realm's authorization server, as its last activation named it. */
export interface KeptIssuer {
	find(): Promise<string | undefined>;
	keep(issuer: string): Promise<void>;
	close(): void;
}

export function keptIssuer(
	store: Pick<Store, 'db' | 'announce' | 'onAnnounced'>,
	realmId: string,
	clock: Clock,
): KeptIssuer {
	const remembered = rememberRecords(async (id) => {
		const query = store.db.selectFrom('realm').select('issuer').where('id', '=', id);
		return (await query.executeTakeFirst())?.issuer ?? undefined;
	}, clock);
	const close = store.onAnnounced((changed) => {
		if (changed === undefined || changed === realmId) remembered.clear();
	});
	return {
		find: () => remembered.find(realmId),
		async keep(issuer) {
			await store.db.updateTable('realm').set({ issuer }).where('id', '=', realmId).execute();
			await store.announce(realmId);
		},
		close,
	};
}
