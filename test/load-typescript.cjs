// Lets a process of its own, outside of jest, load the sources: node -r ./test/load-typescript.cjs
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');

const ROOT = join(__dirname, '..');
const folder = process.env.TEST_FOLDER;

function transformed(filename) {
	const { transformFileSync } = require('@swc/core');
	return transformFileSync(filename, {
		jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
		module: { type: 'commonjs' },
	}).code;
}

/** Each file is transformed once in a run of the tests, which starts hundreds of processes. */
function transformedOnce(filename) {
	const place = join(folder, 'transformed', `${relative(ROOT, filename)}.js`);
	if (existsSync(place)) return readFileSync(place, 'utf8');
	const code = transformed(filename);
	mkdirSync(dirname(place), { recursive: true });
	// Another process may read it, or be killed, at any moment.
	const unfinished = `${place}.${process.pid}`;
	writeFileSync(unfinished, code);
	renameSync(unfinished, place);
	return code;
}

require.extensions['.ts'] = (module, filename) => {
	module._compile(folder ? transformedOnce(filename) : transformed(filename), filename);
};
