/** Who a call was authenticated as. This is `caller` in the emitted item: no credential value. */
export interface Caller {
	readonly type: 'user' | 'client' | 'anonymous';
	/** User name, where the call runs as a user. */
	readonly user?: string;
	/** Client id, where an OAuth client calls. */
	readonly client?: string;
	/** Who acts, where it is not the user. */
	readonly actor?: { readonly type: 'user' | 'apiKey' | 'client'; readonly id: string };
	readonly credentialId: string | null;
	readonly scheme:
		'apiKey' | 'accessToken' | 'restUserToken' | 'domainKey' | 'signature' | 'anonymous';
	readonly scopes: readonly string[];
	readonly privileges: readonly string[];
	/** UUID of the realm. */
	readonly tenant: string;
}

/**
 * Names whose call it is, the same for every call of one caller: a user's, a client's, or one's in
 * the name of another, whatever the credential. `undefined` for an anonymous caller.
 */
export function ownerOf(
	{ type, client, actor }: Caller,
	userId: string | undefined,
): string | undefined {
	if (type === 'anonymous') return undefined;
	return JSON.stringify([userId ?? null, client ?? null, actor?.type ?? null, actor?.id ?? null]);
}
