import { type FunctionNode, PostgresQueryCompiler } from 'kysely';

/** Functions of SQLite, whose names our statements have, that have another name here. */
const NAMES: Readonly<Record<string, string>> = { instr: 'strpos' };

/** Lets one statement be for both engines. */
export class FunctionCompiler extends PostgresQueryCompiler {
	protected override visitFunction(node: FunctionNode): void {
		super.visitFunction({ ...node, func: NAMES[node.func] ?? node.func });
	}
}
