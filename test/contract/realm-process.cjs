// The realm that STORAGE names, in a process of its own: calls the function of the realm that a line
// of the input names, as n8n would with its next item, and prints what came of it.
require('../load-typescript.cjs');
const { createInterface } = require('node:readline');
const { systemPorts } = require('../../src/realm/system-ports.ts');
const { sharedRealms } = require('../../src/realm/shared-realms.ts');

const realms = sharedRealms(systemPorts);
const settings = {
	realm: 'default',
	lock: { kind: 'key', key: new Uint8Array(32).fill(9) },
	storage: JSON.parse(process.env.STORAGE),
};

/** A message brings the bytes of its body as a text. */
const withBytes = (value) =>
	value?.rawText === undefined
		? value
		: { ...value, rawBody: async () => Buffer.from(value.rawText) };

async function outcomeOf({ name, input, times }) {
	try {
		const { realm } = await realms.open(settings);
		const called = name.split('.').reduce((owner, member) => owner[member], realm);
		const ask = () => called(...input.map(withBytes));
		if (times === undefined) return { value: await ask() };
		return { value: await Promise.all(Array.from({ length: times }, ask)) };
	} catch (error) {
		return { fault: error.code ?? String(error), message: error.message };
	}
}

async function run() {
	for await (const line of createInterface(process.stdin)) {
		console.log(JSON.stringify(await outcomeOf(JSON.parse(line))));
	}
	await realms.close();
}

void run();
