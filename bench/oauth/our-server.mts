import type { IncomingMessage, ServerResponse } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { EndpointName } from '../../src/realm/authorization-server.ts';
import type { OAuthClient } from '../../src/oauth/client.ts';
import type { Store } from '../../src/store/store.ts';
import type { Outcome, Realm } from '../../src/realm/realm.ts';
import { listen } from '../http/listen.mts';
import { LOCK, NAME } from '../realm/open.mts';
import { createPlace, type Place } from '../realm/place.mts';
import { loadProduct } from '../realm/product.mts';
import { basic, firstToken, type MeasuredServer } from './measured-server.mts';

/** Where the realm lies: on the disk, in memory that looks like a disk, or in PostgreSQL. */
export type Storage = 'disk' | 'memory' | 'postgres';

const MEMORY = '/dev/shm';
const DAY = 24 * 60 * 60;

async function placeOf(storage: Storage): Promise<Place> {
	if (storage !== 'memory') return await createPlace(storage === 'disk' ? 'sqlite' : 'postgres');
	const folder = await mkdtemp(join(MEMORY, 'incoming-api-bench-'));
	return {
		storage: { kind: 'sqlite', file: join(folder, 'realm.sqlite') },
		execute: () => Promise.reject(new Error('Nothing is filled in memory.')),
		remove: () => rm(folder, { recursive: true }),
	};
}

function valueOf<T>(outcome: Outcome<T>): T {
	if (outcome.kind === 'refused') throw new Error(outcome.sentence);
	return outcome.value;
}

const ISSUER = 'https://login.example';

/** Answers as the trigger does, without n8n before it. */
function answering(realm: Realm) {
	const { headerFieldsOf } = loadProduct();
	return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const { answer } = await realm.authorizationServer.answer(
			(request.url ?? '').slice('/oauth/'.length) as EndpointName,
			{
				method: request.method ?? 'GET',
				headerFields: headerFieldsOf(request.rawHeaders),
				search: '',
				body: Buffer.concat(chunks).toString(),
				address: request.socket.remoteAddress,
			},
			{
				issuer: ISSUER,
				tokenAlgorithm: 'EdDSA',
				keyRenewalSeconds: DAY,
				interactPasswordGrant: false,
				requestId: randomUUID(),
			},
			{ origin: {}, wanted: [] },
		);
		response.writeHead(answer.status, answer.headers).end(answer.body);
	};
}

/** Starts so many grants past the pages, where each user would log in; gives their refresh tokens. */
async function startGrants(
	store: Store,
	clientId: string,
	userId: string,
	count: number,
): Promise<readonly string[]> {
	const product = loadProduct();
	const { clock, random } = product.systemPorts;
	const { row, unlocked } = await product.unlockExistingRealm({ realm: NAME, lock: LOCK }, store);
	const sodium = await product.readySodium();
	const keys = product.realmKeys(sodium, store, row.id, unlocked);
	const digestsOf = product.realmDigests(sodium, keys, row.id);
	const proofs = product.oauthProofs({ random, digestsOf, keys, environment: row.environment });
	const ports = { clock, random, proofs, grants: product.oauthGrantsOf(store, row.id) };
	const client = {
		id: clientId,
		grants: ['refresh_token'],
		refreshSeconds: DAY,
		refreshIdleSeconds: DAY,
	} as unknown as OAuthClient;
	const granted = { client, user: { id: userId }, consentId: undefined, scopes: ['read'] };
	const started = await Promise.all(
		Array.from({ length: count }, () =>
			product.startGrantWithTokens({ ...granted, applications: [] }, ports),
		),
	);
	return started.map(({ refreshToken = '' }) => refreshToken);
}

/** Our authorization server, with its audit, behind a server of Node's own. */
export async function ourServer(storage: Storage, connections: number): Promise<MeasuredServer> {
	const { openStore, openRealm, systemPorts } = loadProduct();
	const place = await placeOf(storage);
	const store = await openStore(place.storage, systemPorts.clock);
	const { realm } = await openRealm({ realm: NAME, lock: LOCK }, store, systemPorts);
	const answer = answering(realm);
	const server = await listen((request, response) => {
		answer(request, response).catch((error: unknown) => response.destroy(error as Error));
	});
	const close = async (): Promise<void> => {
		await server.close();
		await realm.close();
		await store.close();
		await place.remove();
	};
	try {
		const { clients, users } = realm.administer;
		const user = valueOf(await users.create({ username: 'alice' }));
		const { clientId, clientSecret = '' } = valueOf(
			await clients.register({
				name: 'measured',
				scopes: ['read'],
				callbackUrls: ['https://client.example/cb'],
				grants: ['authorization_code', 'client_credentials', 'refresh_token'],
			}),
		);
		const authorization = basic(clientId, clientSecret);
		const refreshTokens = await startGrants(store, clientId, user.id, connections);
		const accessToken = await firstToken(server.port, authorization);
		return { port: server.port, authorization, accessToken, refreshTokens, close };
	} catch (error) {
		await close();
		throw error;
	}
}
