/** Header fields that make one credential together. `anchor` says which kind it is. */
interface CredentialSet {
	readonly anchor: string;
	/** What may stand beside the anchor and belongs to it. */
	readonly beside: readonly string[];
}

/** Names the user as whom to act; stands beside the credential of whoever does. */
export const ACT_AS = 'rest-impersonate-user';

/** A set stands before those whose anchors it takes along. */
const CREDENTIAL_SETS: readonly CredentialSet[] = [
	{ anchor: 'x-inbenta-signature', beside: ['x-inbenta-key', 'authorization'] },
	{ anchor: 'webhook-signature', beside: [] },
	{ anchor: 'svix-signature', beside: [] },
	{ anchor: 'stripe-signature', beside: [] },
	{ anchor: 'x-hub-signature-256', beside: ['x-hub-signature'] },
	{ anchor: 'oauth-authorization', beside: [ACT_AS] },
	{ anchor: 'authorization', beside: ['x-inbenta-key', ACT_AS] },
	{ anchor: 'x-api-key', beside: [ACT_AS] },
	{ anchor: 'rest-user-token', beside: [ACT_AS] },
	{ anchor: 'x-domain-key', beside: [] },
];

/**
 * The field that says what kind of credential these header fields make, by their names in lower
 * case; `undefined` where they are more than one credential (NT-48). A field that only ever stands
 * beside others is its own anchor when it stands alone, which no scheme takes.
 */
export function anchorOf(names: readonly string[]): string | undefined {
	const set = CREDENTIAL_SETS.find(({ anchor }) => names.includes(anchor));
	if (set === undefined) return names.length === 1 ? names[0] : undefined;
	const belongs = (name: string) => name === set.anchor || set.beside.includes(name);
	return names.every(belongs) ? set.anchor : undefined;
}
