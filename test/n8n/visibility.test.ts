import type { ICredentialType, INodeType } from 'n8n-workflow';

import { n8n } from '../../package.json';
import { describedTypes } from '../described-types';

/** Every condition of n8n's under these values. */
function conditionsIn(value: unknown): readonly string[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) =>
		name === '_cnd' ? Object.keys(inner as object) : conditionsIn(inner),
	);
}

const described = [
	...describedTypes<INodeType>(n8n.nodes).map(({ name, type }) => ({
		name,
		fields: type.description.properties,
	})),
	...describedTypes<ICredentialType>(n8n.credentials).map(({ name, type }) => ({
		name,
		fields: type.properties,
	})),
];

// n8n decides anew with each call which parameters are shown, runs a regular expression for that
// under a deadline of 250 ms, and fails the call where a busy machine lets it pass.
test.each(described)('no field of $name is shown by a regular expression', ({ fields }) => {
	expect(conditionsIn(fields)).not.toContain('regex');
});
