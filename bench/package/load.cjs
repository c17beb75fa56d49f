// Loads an installed package as n8n does at its start, and prints how long it took.
const { readFileSync } = require('node:fs');
const { basename, join } = require('node:path');

const [, , folder] = process.argv;
const { n8n } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

const peerStarted = performance.now();
require('n8n-workflow');
const peer = performance.now() - peerStarted;

const cpuBefore = process.cpuUsage();
const started = performance.now();
for (const file of [...n8n.nodes, ...n8n.credentials]) {
	const exported = require(join(folder, file));
	const [name] = basename(file).split('.');
	new exported[name]();
}
const wall = performance.now() - started;
const { user, system } = process.cpuUsage(cpuBefore);
process.stdout.write(JSON.stringify({ cpu: (user + system) / 1_000, wall, peer }));
