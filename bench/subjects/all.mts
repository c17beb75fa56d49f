import { audit } from './audit.mts';
import { introspection, tokenEndpoint } from './authorization-server.mts';
import { decision } from './decision.mts';
import { eventLoop } from './event-loop.mts';
import { http } from './http.mts';
import { keys } from './keys.mts';
import { n8n } from './n8n.mts';
import { packageSubject } from './package.mts';
import { references } from './references.mts';
import { schemes } from './schemes.mts';
import { secrets } from './secrets.mts';
import type { Subject } from './subject.mts';
import { validation } from './validation.mts';

const SUBJECTS: readonly Subject[] = [
	decision,
	schemes,
	keys,
	audit,
	http,
	tokenEndpoint,
	introspection,
	eventLoop,
	references,
	secrets,
	validation,
	n8n,
	packageSubject,
];

/** The subjects that are asked for; all without a choice. */
export function chosenSubjects(
	names: readonly string[] | undefined,
	withN8n: boolean,
): readonly Subject[] {
	const known = SUBJECTS.map(({ name }) => name);
	const unknown = names?.find((name) => !known.includes(name));
	if (unknown !== undefined) {
		throw new Error(`There is no subject "${unknown}": choose from ${known.join(', ')}.`);
	}
	return SUBJECTS.filter(
		({ name }) => (names?.includes(name) ?? true) && (withN8n || name !== n8n.name),
	);
}
