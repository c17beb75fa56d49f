// Accepts a call as n8n would, says so, and stops at a signal as n8n does: after a while, in which
// another call comes in. With MODE=alone nothing but this package listens for signals.
require('../load-typescript.cjs');
const { setTimeout: sleep } = require('node:timers/promises');
const { systemPorts } = require('../../src/realm/system-ports.ts');

const POLICY = {
	acceptedCredentials: ['apiKey'],
	allowAnonymous: false,
	application: 'Default',
	requiredPrivileges: ['Use API Key', 'Run Actions'],
};

async function run() {
	const { openRealmBy } = require('../../src/n8n/open-realms.ts');
	const { realm } = await openRealmBy({
		passphrase: Buffer.alloc(32, 3).toString('base64'),
		storage: 'sqlite',
		sqliteFile: process.env.REALM_FILE,
	});
	await realm.administer.users.create({ username: 'alice' });
	const { value } = await realm.administer.apiKeys.generate({ username: 'alice', name: 'k' });
	const call = () => {
		const message = { method: 'POST', query: {}, params: {}, body: {} };
		return realm.authenticate(
			{ ...message, headerFields: [['X-API-Key', value.key]], address: '192.0.2.7' },
			POLICY,
			{ requestId: systemPorts.random.uuid(), trigger: {} },
		);
	};
	await call();
	if (process.env.MODE !== 'alone') {
		const stop = async () => {
			await sleep(300);
			await call();
			// In turns: a machine that stands still takes away one of them.
			for (let turn = 0; turn < 20; turn += 1) await sleep(100);
			process.exit(0);
		};
		process.once('SIGTERM', stop);
		process.once('SIGINT', stop);
	}
	process.stdout.write('ready\n');
	setInterval(() => {}, 1000);
}

void run();
