const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

module.exports = () => {
	process.env.TEST_FOLDER = mkdtempSync(join(tmpdir(), 'incoming-api-test-'));
};
