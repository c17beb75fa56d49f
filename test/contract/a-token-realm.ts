import { randomUUID } from 'node:crypto';

import type { IssuedAccessToken, TokenGrant } from '../../src/administration/issue-access-token';
import type { Policy, Verdict } from '../../src/realm/realm';
import { A_CALL, A_POLICY, aMessage, aRealm, KEY_LOCK, type TestRealm, valueOf } from '../a-realm';
import { tokenIssuer } from '../issue-token';
import type { StoreKind } from '../stores';

/** The policy of a trigger that takes tokens. */
export const TOKEN_POLICY: Policy = { ...A_POLICY, acceptedCredentials: ['accessToken'] };

type Field = [name: string, value: string];

/** A realm that has issued a token of alice by way of a client in no group, and calls to it. */
export interface TokenRealm {
	readonly opened: TestRealm;
	readonly alice: string;
	/** Its id. */
	readonly client: string;
	readonly token: IssuedAccessToken;
	issue(grant: Partial<TokenGrant>): Promise<IssuedAccessToken>;
	send(fields: Field[], by?: Policy): Promise<Verdict>;
	bearer(text: string, by?: Policy, ...more: Field[]): Promise<Verdict>;
}

/** Registers a client in no group, and gives its id. */
export async function aClient({ realm }: TestRealm): Promise<string> {
	const { clients } = realm.administer;
	const input = { name: 'crm', grants: ['client_credentials'] } as const;
	return valueOf(await clients.register(input)).clientId;
}

export async function aTokenRealm(create: StoreKind['create']): Promise<TokenRealm> {
	const opened = await aRealm(create, randomUUID());
	const { realm, store, clock } = opened;
	const { id: alice } = valueOf(await realm.administer.users.create({ username: 'alice' }));
	const client = await aClient(opened);
	const issue = await tokenIssuer(store, realm.name, KEY_LOCK, clock);
	const send = (headerFields: Field[], by = TOKEN_POLICY): Promise<Verdict> =>
		realm.authenticate(aMessage({ headerFields }), by, A_CALL);
	return {
		opened,
		alice,
		client,
		issue,
		send,
		bearer: (text, by, ...more) => send([['Authorization', `Bearer ${text}`], ...more], by),
		token: await issue({ userId: alice, clientId: client, scopes: ['orders:read', 'x'] }),
	};
}

export function outcomeOf(verdict: Verdict): string {
	return verdict.kind === 'refused' ? verdict.reason : verdict.kind;
}

/** What is expected for a token that does not hold. */
export function refusedToken(reason: string, credentialId?: string) {
	return {
		kind: 'refused',
		problem: 'unauthenticated',
		reason,
		credentialId,
		fields: { 'www-authenticate': 'Bearer realm="Incoming API", error="invalid_token"' },
	};
}
