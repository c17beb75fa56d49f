import { randomUUID } from 'node:crypto';

import type { ApiKeyAdministration, IssuedApiKey } from '../../src/administration/api-keys';
import type { KeyPairProof } from '../../src/authentication/key-pair';
import { aRealm, type TestRealm, valueOf } from '../a-realm';
import type { StoreKind } from '../stores';

type NewKey = Parameters<ApiKeyAdministration['generate']>[0];

/** A realm with the users alice, bob and carol, and key pairs of alice. */
export interface PairRealm {
	readonly opened: TestRealm;
	readonly keys: ApiKeyAdministration;
	generate(input?: Partial<NewKey>): Promise<IssuedApiKey>;
	/** From 192.0.2.7 unless said otherwise. */
	prove(pair: Pick<IssuedApiKey, 'key' | 'secret'>, address?: string): Promise<KeyPairProof>;
	/** `proven`, or why not. */
	outcome(pair: Pick<IssuedApiKey, 'key' | 'secret'>, address?: string): Promise<string>;
}

export async function aPairRealm(create: StoreKind['create']): Promise<PairRealm> {
	const opened = await aRealm(create, randomUUID());
	const { users, apiKeys: keys } = opened.realm.administer;
	for (const username of ['alice', 'bob', 'carol']) valueOf(await users.create({ username }));
	const prove: PairRealm['prove'] = ({ key, secret = '' }, address = '192.0.2.7') =>
		opened.realm.keyPairs.prove(key, secret, address);
	return {
		opened,
		keys,
		prove,
		generate: async (input) =>
			valueOf(await keys.generate({ username: 'alice', name: 'p', kind: 'pair', ...input })),
		async outcome(pair, address) {
			const proof = await prove(pair, address);
			return proof.kind === 'proven' ? proof.kind : proof.reason;
		},
	};
}
