const { execFileSync } = require('node:child_process');
const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** Builds the package, and installs its pack as n8n does. */
module.exports = () => {
	const folder = mkdtempSync(join(tmpdir(), 'incoming-api-pack-'));
	process.env.TEST_FOLDER = folder;
	const script = join(__dirname, '..', '..', 'scripts', 'install-pack.mts');
	execFileSync(process.execPath, [script, folder], { stdio: 'inherit' });
};
