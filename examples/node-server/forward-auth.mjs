// Decides for a reverse proxy who may call what lies behind it: Caddy's forward_auth, nginx's
// auth_request, Traefik's ForwardAuth. The cheap refusal happens in front, and n8n never sees it.
//
//   INCOMING_API_PASSPHRASE=... REALM_FILE=realm.sqlite node forward-auth.mjs
import { createServer } from 'node:http';
import { env } from 'node:process';
import {
	closeRealms,
	messageOf,
	newRequestId,
	openRealm,
	parseLock,
	refusalOf,
	unavailable,
} from 'n8n-nodes-incoming-api';

const lock = parseLock(env.INCOMING_API_PASSPHRASE ?? '');
if (lock.kind === 'refused') throw new Error(lock.sentence);
const storage = { kind: 'sqlite', file: env.REALM_FILE ?? 'realm.sqlite' };
const { realm } = await openRealm({ realm: 'default', lock, storage });

const policy = {
	allowAnonymous: false,
	acceptedCredentials: ['apiKey', 'accessToken'],
	application: 'Default',
	requiredPrivileges: ['Use API Key', 'Run Actions'],
};

/** The call that the proxy asks about. Its fields are to be believed because only the proxy gets here. */
function callBehind(request) {
	const field = (name) => request.headers[name]?.toString();
	return messageOf(request, {
		method: field('x-forwarded-method') ?? 'GET',
		target: field('x-forwarded-uri') ?? '/',
		// The last is the one that our own proxy saw.
		address: field('x-forwarded-for')?.split(',').at(-1)?.trim(),
	});
}

async function decide(request, requestId) {
	const trigger = { workflow: 'forward-auth', node: 'everything' };
	const verdict = await realm.authenticate(callBehind(request), policy, { requestId, trigger });
	if (verdict.kind === 'refused') return refusalOf(verdict, { requestId });
	const { type, user, client = '' } = verdict.caller;
	// Never empty: a proxy might pass on what the caller wrote there.
	const headers = { 'x-auth-caller': `${type}:${encodeURIComponent(user ?? client)}` };
	return { status: 204, headers: { ...verdict.fields, ...headers, 'x-request-id': requestId } };
}

const server = createServer(async (request, response) => {
	const requestId = newRequestId();
	const answer = await decide(request, requestId).catch((error) => {
		console.error(requestId, error.message);
		return unavailable(requestId);
	});
	response.writeHead(answer.status, answer.headers).end(answer.body);
});
server.listen(Number(env.PORT ?? 9091), '127.0.0.1', () => {
	console.log('listening', server.address().port);
});
for (const signal of ['SIGINT', 'SIGTERM']) {
	process.once(signal, () => server.close(closeRealms));
}
