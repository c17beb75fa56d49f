import type { DeclaredParameter } from './declared-parameters';

/** The parts of a message that a schema can judge. */
export type Part = 'body' | 'query' | 'headers';

export const PARTS: readonly Part[] = ['body', 'query', 'headers'];

/** What a trigger demands of a message's content, beside who sends it. */
export interface CallRules {
	/** JSON Schemas as texts: draft 2020-12, or what their `$schema` says. */
	readonly schemas: Readonly<Partial<Record<Part, string>>>;
	/** Query parameters declared by name (PF-18). */
	readonly parameters: readonly DeclaredParameter[];
	/** Media ranges, one of which must have the content's type; any type when empty. */
	readonly mediaTypes: readonly string[];
	/** Bytes of the body at most; as many as the server takes when absent. */
	readonly largestBytes: number | undefined;
}
