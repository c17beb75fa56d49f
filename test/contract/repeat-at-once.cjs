// Opens the realm in STORAGE, says so, and at the first input repeats one call CALLS times at once.
require('../load-typescript.cjs');
const { randomUUID } = require('node:crypto');
const { systemPorts } = require('../../src/realm/system-ports.ts');
const { sharedRealms } = require('../../src/realm/shared-realms.ts');

async function run() {
	const { KEY, CALLS, STORAGE, POLICY, REALM } = process.env;
	const lock = { kind: 'key', key: new Uint8Array(32).fill(9) };
	// The keys were made at the noon of the test.
	const clock = { now: () => Date.parse('2026-01-01T12:00:00Z') };
	const realms = sharedRealms({ ...systemPorts, clock });
	const { realm } = await realms.open({ realm: REALM, lock, storage: JSON.parse(STORAGE) });
	const headerFields = [
		['X-API-Key', KEY],
		['Idempotency-Key', '"k"'],
	];
	const message = { method: 'POST', headerFields, query: {}, params: {}, body: { order: 17 } };
	const trigger = { workflow: 'w', node: 'Incoming API Trigger' };
	const call = () =>
		realm.authenticate(message, JSON.parse(POLICY), { requestId: randomUUID(), trigger });
	console.log('open');
	await new Promise((resolve) => process.stdin.once('data', resolve));
	const verdicts = await Promise.all(Array.from({ length: Number(CALLS) }, call));
	console.log(JSON.stringify(verdicts));
	process.stdin.destroy();
	await realms.close();
}

void run();
