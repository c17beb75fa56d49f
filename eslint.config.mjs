import n8nCommunityNodes from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const timeAndRandomness = [
	{ object: 'Date', property: 'now', message: 'Take the time from a Clock.' },
	{ object: 'Math', property: 'random', message: 'Take randomness from RandomSource.' },
];

export default tseslint.config(
	{ ignores: ['dist/', 'node_modules/', 'coverage/'] },
	{
		files: ['**/*.ts', '**/*.mts'],
		extends: [...tseslint.configs.strict],
		languageOptions: {
			parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/unified-signatures': 'off',
			'max-lines': ['error', 300],
		},
	},
	{
		files: ['src/**/*.ts', 'nodes/**/*.ts', 'credentials/**/*.ts', 'index.ts'],
		rules: {
			'no-console': 'error',
			'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
			'no-restricted-properties': ['error', ...timeAndRandomness],
			'no-restricted-syntax': [
				'error',
				{
					selector: "NewExpression[callee.name='Date'][arguments.length=0]",
					message: 'Take the time from a Clock.',
				},
			],
		},
	},
	{
		files: ['src/n8n/**/*.ts'],
		rules: {
			// n8n loads every package when it starts: a realm's code waits until a realm is needed.
			'@typescript-eslint/no-require-imports': [
				'error',
				{ allow: ['^\\.\\./realm/(?:shared-realms|authorization-server)$'] },
			],
		},
	},
	{
		files: ['src/realm/system-clock.ts'],
		rules: { 'no-restricted-properties': 'off' },
	},
	{
		files: ['package.json'],
		plugins: { '@n8n/community-nodes': n8nCommunityNodes },
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		rules: {
			...n8nCommunityNodes.configs.recommendedWithoutN8nCloudSupport.rules,
			// Self-hosted n8n installs run-time dependencies, and cryptography, SQL and schema
			// validation are better taken from well-kept libraries than written here.
			'@n8n/community-nodes/no-runtime-dependencies': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		plugins: { '@n8n/community-nodes': n8nCommunityNodes, 'n8n-nodes-base': n8nNodesBase },
		rules: n8nCommunityNodes.configs.recommendedWithoutN8nCloudSupport.rules,
	},
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Wants the name of a page of n8n's own documentation; the other plugin's
			// credential-documentation-url wants a URL, as a community package needs.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			// Goes by the name of a field: a PostgreSQL URL holds the password of the database.
			'@n8n/community-nodes/credential-unnecessary-password': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// This rule wants ['main'], the other plugin's node-connection-type-literal wants
			// NodeConnectionTypes.Main, which is n8n's own constant.
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
		},
	},
);
