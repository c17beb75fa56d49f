// Opens the realm that STORAGE names and prints its id.
require('../load-typescript.cjs');
const { systemPorts } = require('../../src/realm/system-ports.ts');
const { sharedRealms } = require('../../src/realm/shared-realms.ts');

async function run() {
	const realms = sharedRealms(systemPorts);
	const { realm } = await realms.open({
		realm: 'default',
		lock: { kind: 'key', key: new Uint8Array(32).fill(9) },
		storage: JSON.parse(process.env.STORAGE),
	});
	console.log(realm.id);
	await realms.close();
}

void run();
