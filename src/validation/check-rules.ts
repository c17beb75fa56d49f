import { mayShowHeader } from '../http/credential-headers';
import { mistakeInParameters } from './declared-parameters';
import { examineSchema } from './examine-schema';
import { type CallRules, type Part, PARTS } from './rules';
import type { SchemaJudge } from './schema-judge';

const FIELDS: Readonly<Record<Part, string>> = {
	body: 'Body Schema',
	query: 'Query Schema',
	headers: 'Headers Schema',
};

/** Headers are judged by their names in lower case, and without those that carry a credential. */
function mistakeInHeaderNames(text: string): string | undefined {
	const examined = examineSchema(text);
	if (examined.kind === 'refused') return undefined;
	const names = [...examined.names];
	const wrong = names.find((name) => name !== name.toLowerCase());
	if (wrong !== undefined) {
		return `Headers Schema names ${JSON.stringify(wrong)}: write names of headers in lower case.`;
	}
	const secret = names.find((name) => !mayShowHeader(name));
	if (secret === undefined) return undefined;
	return `Headers Schema names ${JSON.stringify(secret)}, which carries a credential: take it away.`;
}

/** Says in a sentence why rules cannot be used, with the field and the place in it. */
export async function mistakeInRules(
	{ schemas, parameters }: CallRules,
	judge: SchemaJudge,
): Promise<string | undefined> {
	for (const part of PARTS) {
		const text = schemas[part];
		if (text === undefined) continue;
		// One after the other, as the first mistake is the one that is told.
		const refused = await judge.check(part, text);
		if (refused === undefined) continue;
		const at = refused.place ? ` at ${refused.place}` : '';
		return `${FIELDS[part]}${at} ${refused.flaw}`;
	}
	const inHeaders =
		schemas.headers === undefined ? undefined : mistakeInHeaderNames(schemas.headers);
	return inHeaders ?? mistakeInParameters(parameters);
}
