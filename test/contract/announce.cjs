// Opens the store that STORAGE names, says so, and at the first input announces the realm REALM.
require('../load-typescript.cjs');
const { openStore } = require('../../src/realm/open-realm.ts');
const { systemClock } = require('../../src/realm/system-clock.ts');

async function run() {
	const store = await openStore(JSON.parse(process.env.STORAGE), systemClock);
	console.log('open');
	await new Promise((resolve) => process.stdin.once('data', resolve));
	await store.announce(process.env.REALM);
	process.stdin.destroy();
	await store.close();
}

void run();
