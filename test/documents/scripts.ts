import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

const root = join(__dirname, '../..');

/** The project's own settings; a block may leave something unused, and may be JavaScript. */
function options(): ts.CompilerOptions {
	const path = join(root, 'tsconfig.json');
	const { config } = ts.parseConfigFileTextToJson(path, readFileSync(path, 'utf8')) as {
		readonly config: unknown;
	};
	return {
		...ts.parseJsonConfigFileContent(config, ts.sys, root).options,
		checkJs: true,
		noUnusedLocals: false,
		noUnusedParameters: false,
		noImplicitAny: false,
		types: ['node'],
		paths: { 'n8n-nodes-incoming-api': [join(root, 'index.ts')] },
	};
}

/** What TypeScript says against a script or module, with its types checked. */
export function scriptFlaws(text: string, extension: 'mjs' | 'mts'): readonly string[] {
	const file = join(root, `block-of-a-page.${extension}`);
	const host = ts.createCompilerHost(options());
	const { getSourceFile, fileExists } = host;
	host.fileExists = (path) => path === file || fileExists(path);
	host.getSourceFile = (path, language) =>
		path === file
			? ts.createSourceFile(path, `${text}\nexport {};\n`, language)
			: getSourceFile(path, language);
	const program = ts.createProgram([file], options(), host);
	const source = program.getSourceFile(file);
	return [
		...program.getSyntacticDiagnostics(source),
		...program.getSemanticDiagnostics(source),
	].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
