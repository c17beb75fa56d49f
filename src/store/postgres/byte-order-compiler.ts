import type { DataTypeNode } from 'kysely';

import { FunctionCompiler } from './function-compiler';

/**
 * Gives every text column the order of its bytes, as SQLite has it: the order of a PostgreSQL
 * database depends on how it was made and, after an upgrade of its system, corrupts indexes.
 */
export class ByteOrderCompiler extends FunctionCompiler {
	protected override visitDataType(node: DataTypeNode): void {
		super.visitDataType(node);
		if (node.dataType === 'text') this.append(' collate "C"');
	}
}
