module.exports = {
	testEnvironment: 'node',
	// On two cores jest's own choice is one.
	maxWorkers: '100%',
	roots: ['<rootDir>/test'],
	// They take the installed pack, which takes a while to make: npm run test:package.
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/package/'],
	globalSetup: '<rootDir>/test/set-up-once.cjs',
	globalTeardown: '<rootDir>/test/tear-down-once.cjs',
	setupFiles: ['<rootDir>/test/setup.cjs'],
	// Where the machine is busy, PostgreSQL alone may take half a minute to drop a database, and twenty
	// processes that are killed one after the other take minutes.
	testTimeout: 300_000,
	transform: {
		'^.+\\.m?ts$': [
			'@swc/jest',
			{
				jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
				module: { type: 'commonjs' },
			},
		],
	},
};
