/** What is kept of a user's password, as `schema.ts` writes rows. */
export interface UserPasswordRow {
	readonly user_id: string;
	readonly salt: string;
	/** JSON of the cost of Argon2id: memory in KiB, passes, lanes. */
	readonly cost: string;
	readonly digest: string;
	/** Version of the realm key whose pepper keyed the digest. */
	readonly pepper_version: number;
	readonly changed_at: number;
}
