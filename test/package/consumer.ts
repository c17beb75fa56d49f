// What a consumer of the library may write, and what it may not. Compiled against the sources with
// the project, and against the installed pack by types.test.ts.
import {
	closeRealms,
	Fault,
	fetchExchange,
	type HttpMessage,
	messageOf,
	newRequestId,
	openRealm,
	openResolver,
	type Outcome,
	parseLock,
	parsePostgresUrl,
	type ReadyHeaders,
	refusalOf,
	resolverOf,
	sealSecret,
	type ServedPolicy,
	type ServedRealm,
	tokenClient,
	unavailable,
	type Verdict,
} from 'n8n-nodes-incoming-api';
import { createServer, type IncomingMessage } from 'node:http';

const storage = { kind: 'sqlite', file: 'realm.sqlite' } as const;

async function open(): Promise<ServedRealm> {
	const lock = parseLock('a passphrase');
	// @ts-expect-error A text that is no lock has to be looked at first.
	await openRealm({ realm: 'default', lock, storage });
	if (lock.kind === 'refused') throw new Error(lock.sentence);
	// @ts-expect-error Somewhere it has to be.
	await openRealm({ realm: 'default', lock });
	// @ts-expect-error There is no such storage.
	await openRealm({ realm: 'default', lock, storage: { kind: 'mysql', file: '' } });
	const parsed = parsePostgresUrl('postgres://u:p@localhost/db');
	if (parsed.kind === 'connection') {
		await openRealm({
			realm: 'r',
			lock,
			storage: { kind: 'postgres', connection: parsed.connection },
		});
	}
	const { realm, created } = await openRealm({ realm: 'default', lock, storage });
	const isNew: boolean = created;
	if (isNew) await realm.administer.users.create({ username: 'a' });
	// @ts-expect-error What is not meant to be stable is not there.
	void realm.authorizationServer;
	return realm;
}

const policy: ServedPolicy = {
	allowAnonymous: false,
	acceptedCredentials: ['apiKey', 'accessToken'],
	application: 'Default',
	requiredPrivileges: ['Use API Key'],
	rateLimits: [{ per: 'address', calls: 10, seconds: 1, burst: 10 }],
};
// @ts-expect-error There is no such credential.
const unknownScheme: ServedPolicy = { ...policy, acceptedCredentials: ['password'] };
// @ts-expect-error What is not said about anonymous calls is not allowed silently.
const undecided: ServedPolicy = {
	acceptedCredentials: [],
	application: '',
	requiredPrivileges: [],
};
// @ts-expect-error n8n keeps answers; a server of your own keeps them itself.
const keeping: ServedPolicy = { ...policy, answers: {} };

async function decide(realm: ServedRealm, request: IncomingMessage): Promise<string> {
	const message: HttpMessage = messageOf(request, { content: new Uint8Array() });
	const requestId: string = newRequestId();
	const trigger = { workflow: 'server', node: 'GET /' };
	const verdict = await realm.authenticate(message, policy, { requestId, trigger });
	verdict satisfies Verdict;
	// @ts-expect-error A refused call has no caller.
	void verdict.caller;
	// @ts-expect-error Only a refusal is answered as one.
	refusalOf(verdict, { requestId });
	switch (verdict.kind) {
		case 'refused': {
			const { status, headers, body } = refusalOf(verdict, { requestId, shape: 'verint' });
			const text: string = headers['content-type'] ?? '';
			return `${status.toFixed()} ${text} ${body}`;
		}
		case 'repeated':
		case 'accepted':
			return verdict.caller.user ?? unavailable(requestId).body;
		default:
			return verdict satisfies never;
	}
}

async function sendSecret(url: URL): Promise<Response> {
	const place = { realm: 'default', storage, datasource: 'crm', datasourceKey: 'k' };
	// @ts-expect-error Where secrets may go has to be said.
	await openResolver(place);
	const opened = await openResolver({ ...place, allowedDomains: 'api.example.com' });
	const given = resolverOf({ secrets: { MyAPIKey: 's' }, allowedDomains: 'api.example.com' });
	if (opened.kind === 'refused' || given.kind === 'refused') throw new Error('unreadable');
	const ready = await opened.value.resolve({ 'X-Key': '${_datasource.A}' }, url);
	ready satisfies Outcome<ReadyHeaders>;
	// @ts-expect-error What was refused has no value.
	void ready.value;
	if (ready.kind === 'refused') throw new Error(ready.sentence);
	const seal = { realm: 'r', datasource: 'd', name: 'n', publicKey: 'k', expiresAt: 0, value: 'v' };
	const sealed = await sealSecret(seal);
	const headers = new Headers();
	for (const [name, value] of Object.entries(ready.value)) headers.set(name, String(value));
	return await fetch(url, { headers, body: sealed.kind });
}

async function callSystem(): Promise<number> {
	const ports = { exchange: fetchExchange, now: Date.now };
	// @ts-expect-error There is no such system.
	tokenClient('sharepoint', {}, ports);
	const client = tokenClient('interact', { intranet: 'https://i.example.com' }, ports);
	// @ts-expect-error Fields that are wrong make no client.
	await client.ready({ url: 'https://i.example.com/api' });
	if ('kind' in client) throw new Error(client.sentence);
	const call = await client.ready({ url: 'https://i.example.com/api' });
	// @ts-expect-error A log-in may have failed.
	void call.headers;
	if (call.kind === 'vendor-failure') throw new Error(call.sentence);
	const answer = await fetch(call.url, { method: call.method, headers: { ...call.headers } });
	if (answer.status === 401) client.refused(call);
	return answer.status;
}

createServer((request, response) => {
	void open()
		.then((realm) => decide(realm, request))
		.catch((error: unknown) => (error instanceof Fault ? error.code : ''))
		.then((text) => response.end(text));
});
void [unknownScheme, undecided, keeping, sendSecret, callSystem, closeRealms()];
