const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const findServices = require('./services.cjs');

module.exports = async () => {
	process.env.TEST_FOLDER = mkdtempSync(join(tmpdir(), 'incoming-api-test-'));
	// Threads and processes of ours start from TypeScript: each file is made JavaScript once.
	process.env.NODE_COMPILE_CACHE = join(process.env.TEST_FOLDER, 'compiled');
	await findServices();
};
