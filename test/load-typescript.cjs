// Lets a process of its own, outside of jest, load the sources: node -r ./test/load-typescript.cjs
const { transformFileSync } = require('@swc/core');

require.extensions['.ts'] = (module, filename) => {
	const { code } = transformFileSync(filename, {
		jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
		module: { type: 'commonjs' },
	});
	module._compile(code, filename);
};
