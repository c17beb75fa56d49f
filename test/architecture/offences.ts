import { posix } from 'node:path';

import ts from 'typescript';

import { MOST_LINES, RESERVED, type Room, ROOMS, VAGUE_NAME } from './rules';

export interface SourceFile {
	/** Relative to the repository, with forward slashes. */
	readonly path: string;
	readonly text: string;
}

interface Import {
	readonly from: string;
	readonly typesOnly: boolean;
}

function isTypeOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
	if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
	const clause = statement.importClause;
	if (!clause) return false;
	if (clause.isTypeOnly) return true;
	const named = clause.namedBindings;
	if (clause.name || !named || !ts.isNamedImports(named)) return false;
	return named.elements.every((element) => element.isTypeOnly);
}

export function importsOf({ path, text }: SourceFile): readonly Import[] {
	const imports: Import[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
			const from = node.moduleSpecifier;
			if (from && ts.isStringLiteral(from)) {
				imports.push({ from: from.text, typesOnly: isTypeOnly(node) });
			}
		}
		if (ts.isCallExpression(node)) {
			const [from] = node.arguments;
			const isLoad =
				node.expression.kind === ts.SyntaxKind.ImportKeyword ||
				node.expression.getText() === 'require';
			if (isLoad && from && ts.isStringLiteral(from)) {
				imports.push({ from: from.text, typesOnly: false });
			}
		}
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
	return imports;
}

/** The room a file stands in: the longest folder of the table that it lies below. */
export function roomOf(path: string): string | undefined {
	return Object.keys(ROOMS)
		.filter((room) => path === room || path.startsWith(`${room}/`))
		.sort((one, other) => other.length - one.length)[0];
}

function importOffence(file: SourceFile, room: string, { from, typesOnly }: Import) {
	if (!from.startsWith('.')) {
		const rooms = RESERVED[from];
		return !rooms || rooms.includes(room) ? undefined : `${file.path} imports ${from}`;
	}
	const target = posix.join(posix.dirname(file.path), from);
	const targetRoom = roomOf(target);
	const { imports, types = [] }: Room = ROOMS[room] ?? { imports: [] };
	if (targetRoom === undefined) return `${file.path} imports ${target}, which is in no room`;
	if (targetRoom === room || imports.includes(targetRoom)) return undefined;
	if (typesOnly && types.includes(targetRoom)) return undefined;
	return `${file.path} imports ${target}`;
}

/** Files, of whatever room or none, that nobody reads in one go. */
export function longFiles(files: readonly SourceFile[]): readonly string[] {
	return files
		.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
		.filter(({ lines }) => lines > MOST_LINES)
		.map(({ path, lines }) => `${path} has ${String(lines)} lines`);
}

/** Everything in which the files break the rules, one sentence each. */
export function offencesOf(files: readonly SourceFile[]): readonly string[] {
	return files.flatMap((file) => {
		const room = roomOf(file.path);
		if (room === undefined) return [`${file.path} is in no room`];
		const imports = importsOf(file).map((found) => importOffence(file, room, found));
		return [
			...imports.filter((offence) => offence !== undefined),
			...longFiles([file]),
			...(VAGUE_NAME.test(file.path) ? [`${file.path} has a vague name`] : []),
		];
	});
}
