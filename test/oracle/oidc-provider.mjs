import { createServer } from 'node:http';

import Provider from 'oidc-provider';

import { configurationOf } from './oidc-provider-configuration.mjs';

/**
 * A process with a real oidc-provider. The environment has its clients; it says its address, and
 * takes lines with the time, with what becomes of alice, and with the end of what she agreed to.
 */
const { clients, time } = JSON.parse(process.env.SETTINGS ?? '{}');
const now = { time };
Date.now = () => now.time;
// It warns of each thing that a public server must set up anew.
console.warn = console.info = () => {};

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
const user = { enabled: true };
const provider = new Provider(issuer, configurationOf(issuer, clients, user));
const given = [];

/** Stands in for the pages that an operator of oidc-provider writes: alice logs in and agrees. */
async function interact(request, response) {
	const { params } = await provider.interactionDetails(request, response);
	const grant = new provider.Grant({ accountId: 'alice', clientId: params.client_id });
	const scope = params.scope ?? 'read write';
	grant.addOIDCScope(scope);
	for (const resource of [params.resource ?? []].flat()) grant.addResourceScope(resource, scope);
	const grantId = await grant.save();
	given.push(grantId);
	const result = { login: { accountId: 'alice' }, consent: { grantId } };
	await provider.interactionFinished(request, response, result);
}

async function endConsents() {
	const grants = await Promise.all(given.splice(0).map((id) => provider.Grant.find(id)));
	await Promise.all(grants.map((grant) => grant?.destroy()));
}

const callback = provider.callback();
server.on('request', (request, response) => {
	void (request.url.startsWith('/interaction/') ? interact : callback)(request, response);
});

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
say({ issuer });
for await (const line of (await import('node:readline')).createInterface(process.stdin)) {
	const told = JSON.parse(line);
	if (told.time !== undefined) now.time = told.time;
	if (told.user !== undefined) user.enabled = told.user === 'enabled';
	if (told.endConsents === true) await endConsents();
	say({});
}
process.exit(0);
