// Makes keys and accepts calls in the realm that STORAGE names until it is killed, and prints each
// only once it is acknowledged.
require('../load-typescript.cjs');
const { writeSync } = require('node:fs');
const { systemPorts } = require('../../src/realm/system-ports.ts');
const { sharedRealms } = require('../../src/realm/shared-realms.ts');

const POLICY = {
	acceptedCredentials: ['apiKey'],
	allowAnonymous: false,
	application: 'Default',
	requiredPrivileges: ['Use API Key', 'Run Actions'],
};

// The pipe may be full for a moment; nothing goes on before the line is out.
const print = (...words) => {
	for (;;) {
		try {
			return writeSync(1, `${words.join(' ')}\n`);
		} catch (error) {
			if (error.code !== 'EAGAIN') throw error;
		}
	}
};

async function run() {
	const { realm } = await sharedRealms(systemPorts).open({
		realm: 'default',
		lock: { kind: 'key', key: new Uint8Array(32).fill(9) },
		storage: JSON.parse(process.env.STORAGE),
		auditAnchorFile: process.env.ANCHOR_FILE,
	});
	const { apiKeys, users } = realm.administer;
	await users.create({ username: 'alice' });
	const call = async (key) => {
		const requestId = systemPorts.random.uuid();
		const headerFields = [['X-API-Key', key]];
		const message = { method: 'POST', headerFields, query: {}, params: {}, body: {} };
		const context = { requestId, trigger: { workflow: 'w', node: 'n' } };
		const { kind } = await realm.authenticate(message, POLICY, context);
		if (kind === 'accepted') print('call', requestId);
	};
	for (;;) {
		const { value } = await apiKeys.generate({ username: 'alice', name: 'k' });
		print('key', value.key);
		await Promise.all(Array.from({ length: 50 }, () => call(value.key)));
	}
}

void run();
