const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const findServices = require('./services.cjs');

module.exports = async () => {
	process.env.TEST_FOLDER = mkdtempSync(join(tmpdir(), 'incoming-api-test-'));
	await findServices();
};
