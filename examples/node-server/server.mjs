// A server of Node's own that lets in only whom a realm knows. There is no n8n in it.
//
//   INCOMING_API_PASSPHRASE=... REALM_FILE=realm.sqlite ORDERS_URL=https://api.example.com/orders \
//   ORDERS_KEY=... PHIXFLOW_URL=https://phixflow.example.com PHIXFLOW_KEY=... node server.mjs
//
// The first start makes the realm with a user and a key, and shows the key this one time.
import { createServer } from 'node:http';
import { env } from 'node:process';
import {
	closeRealms,
	fetchExchange,
	messageOf,
	newRequestId,
	openRealm,
	parseLock,
	refusalOf,
	resolverOf,
	tokenClient,
	unavailable,
} from 'n8n-nodes-incoming-api';

/** Expected outcomes are values; what is refused at the start ends the program with its sentence. */
function orThrow(outcome) {
	if ('sentence' in outcome) throw new Error(outcome.sentence);
	return outcome;
}

const { realm, created } = await openRealm({
	realm: 'default',
	lock: orThrow(parseLock(env.INCOMING_API_PASSPHRASE ?? '')),
	storage: { kind: 'sqlite', file: env.REALM_FILE ?? 'realm.sqlite' },
});
if (created) {
	orThrow(await realm.administer.users.create({ username: 'reporting-app' }));
	const key = { username: 'reporting-app', name: 'first key' };
	console.log('key', orThrow(await realm.administer.apiKeys.generate(key)).value.key);
}

/** What every address demands; see "Policy" in docs/how-to-use-a-realm-without-n8n.md. */
const policy = {
	allowAnonymous: false,
	acceptedCredentials: ['apiKey', 'accessToken'],
	application: 'Default',
	requiredPrivileges: ['Use API Key', 'Run Actions'],
	rateLimits: [{ per: 'key', calls: 60, seconds: 60, burst: 10 }],
};
orThrow(await realm.checkPolicy(policy));

const orders = new URL(env.ORDERS_URL ?? 'https://api.example.com/orders');
const secrets = { MyAPIKey: env.ORDERS_KEY ?? '' };
const references = orThrow(resolverOf({ secrets, allowedDomains: orders.hostname })).value;
const phixFlow = orThrow(
	tokenClient(
		'phixFlow',
		{ baseUrl: env.PHIXFLOW_URL, apiKey: env.PHIXFLOW_KEY },
		{ exchange: fetchExchange, now: Date.now },
	),
);

const json = (status, value) => ({
	status,
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(value),
});

/** Asks an API that wants a key of ours. The text with the reference is our own, never a caller's. */
async function listOrders(caller, requestId) {
	const headers = { authorization: 'Bearer ${_datasource.MyAPIKey}' };
	const usedFor = { caller: { user: caller.user, requestId } };
	const ready = orThrow(await references.resolve(headers, orders, usedFor));
	const answer = await fetch(orders, { headers: ready.value, redirect: 'error' });
	return json(200, { for: caller.user, orders: await answer.json() });
}

/** Starts an actionflow. The client has the key, and the token where a system has such. */
async function startReport() {
	const url = `${env.PHIXFLOW_URL}/api/1/action/Sales/report/trigger`;
	const call = orThrow(await phixFlow.ready({ method: 'POST', url }));
	const answer = await fetch(call.url, { ...call, redirect: 'error' });
	if (answer.status === 401) phixFlow.refused(call);
	return json(answer.ok ? 202 : 502, { started: answer.ok });
}

const ADDRESSES = { 'GET /orders': listOrders, 'POST /reports': startReport };

async function answerTo(request, requestId) {
	const message = messageOf(request);
	const address = `${message.method} ${message.target?.split('?', 1)[0]}`;
	const run = ADDRESSES[address];
	// The audit and the limits go by this name: no caller may make up new ones.
	const trigger = { workflow: 'orders-server', node: run === undefined ? 'unknown' : address };
	const verdict = await realm.authenticate(message, policy, { requestId, trigger });
	if (verdict.kind === 'refused') return refusalOf(verdict, { requestId });
	const answer =
		run === undefined
			? json(404, { message: 'There is nothing here.' })
			: await run(verdict.caller, requestId).catch((error) => {
					console.error(requestId, error.message);
					return json(502, { message: 'A system that is needed did not answer.' });
				});
	return {
		...answer,
		headers: { ...answer.headers, ...verdict.fields, 'x-request-id': requestId },
	};
}

const server = createServer(async (request, response) => {
	const requestId = newRequestId();
	const answer = await answerTo(request, requestId).catch((error) => {
		console.error(requestId, error.message); // nobody is let in while the realm cannot decide
		return unavailable(requestId);
	});
	response.writeHead(answer.status, answer.headers).end(answer.body);
});
server.listen(Number(env.PORT ?? 8080), '127.0.0.1', () => {
	console.log('listening', server.address().port);
});
for (const signal of ['SIGINT', 'SIGTERM']) {
	process.once(signal, () => server.close(closeRealms));
}
