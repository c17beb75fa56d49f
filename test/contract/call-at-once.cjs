// Opens the realm in STORAGE, says so, and at the first input makes CALLS calls with KEY at once.
require('../load-typescript.cjs');
const { systemPorts } = require('../../src/realm/system-ports.ts');
const { sharedRealms } = require('../../src/realm/shared-realms.ts');

async function run() {
	const { KEY, CALLS, STORAGE, POLICY } = process.env;
	const lock = { kind: 'key', key: new Uint8Array(32).fill(9) };
	const realms = sharedRealms(systemPorts);
	const { realm } = await realms.open({ realm: 'default', lock, storage: JSON.parse(STORAGE) });
	const message = { method: 'POST', headerFields: [['X-API-Key', KEY]], query: {}, params: {} };
	const context = { requestId: 'r', trigger: { workflow: 'w', node: 'Incoming API Trigger' } };
	const call = () => realm.authenticate(message, JSON.parse(POLICY), context);
	console.log('open');
	await new Promise((resolve) => process.stdin.once('data', resolve));
	const verdicts = await Promise.all(Array.from({ length: Number(CALLS) }, call));
	console.log(
		JSON.stringify(verdicts.map(({ kind, reason, fields }) => ({ kind, reason, fields }))),
	);
	process.stdin.destroy();
	await realms.close();
}

void run();
