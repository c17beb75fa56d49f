import assert from 'node:assert/strict';
import type { CredentialReference } from '../../scripts/n8n/credentials.mts';
import type { World } from '../../scripts/smoke/world.mts';
import { importExample } from './import-example.mts';

/** Where a published trigger answers for the systems, as `callingSystems` leaves it. */
const API = 'smoke-systems-api';

interface StoredCredential extends CredentialReference {
	readonly type: string;
}

/** Calls a system with the credential that `callingSystems` has made and tested. */
export function callSystem(example: string, type: string, ownUrl?: string) {
	return async (world: World): Promise<string> => {
		const { session, webhook } = world;
		const all = await session.rest<readonly StoredCredential[]>('GET', '/credentials');
		const found = all.find((each) => each.type === type && each.name === `${type} account`);
		assert.ok(found, `there is no credential of the type ${type}`);
		const imported = await importExample(world, example, {
			parameters: { 'API Request': { url: ownUrl ?? webhook(API) } },
			credentials: { [type]: { id: found.id, name: found.name } },
		});
		const [answer] = (await imported.run())['API Request'] ?? [];
		assert.equal(answer?.['statusCode'], 200);
		const { caller } = answer['body'] as { caller: { user: string; scheme: string } };
		return `200 as ${caller.user}, ${caller.scheme}`;
	};
}

/** The host that stands for an API of Inbenta. */
export const INBENTA_API = `https://${API}.api.invalid/`;
