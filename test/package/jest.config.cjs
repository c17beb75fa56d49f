const { transform, testEnvironment } = require('../../jest.config.cjs');

/** Tests of the pack as n8n installs it: npm run test:package. */
module.exports = {
	rootDir: '../..',
	roots: ['<rootDir>/test/package'],
	globalSetup: '<rootDir>/test/package/set-up.cjs',
	globalTeardown: '<rootDir>/test/tear-down-once.cjs',
	// A compiler that reads all declarations takes a while on a busy machine.
	testTimeout: 300_000,
	testEnvironment,
	transform,
};
