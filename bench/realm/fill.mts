import type { Engine, Place } from './place.mts';

const KEYS_OF_A_USER = 10;
/** What a credential's secret never matches: rows that are only there to be passed by. */
const DIGEST = 'f'.repeat(43);

interface Dialect {
	/** A table of the numbers 1 to `count`, in its column `i`. */
	readonly numbers: (count: number) => string;
	/** 22 random letters, as public ids have. */
	readonly publicId: string;
	readonly padded: (number: string) => string;
	/** After this the planner knows the tables. */
	readonly finish: string;
}

const DIALECTS: Readonly<Record<Engine, Dialect>> = {
	sqlite: {
		numbers: (count) =>
			`(with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count}) select i from n)`,
		publicId: 'substr(hex(randomblob(11)), 1, 22)',
		padded: (number) => `printf('%012d', ${number})`,
		finish: 'pragma wal_checkpoint(truncate)',
	},
	postgres: {
		numbers: (count) => `(select i from generate_series(1, ${count}) as numbers(i))`,
		publicId: 'substr(md5(random()::text), 1, 22)',
		padded: (number) => `lpad((${number})::text, 12, '0')`,
		finish: 'analyze realm_user, group_member, credential, credential_version',
	},
};

/** Adds keys that nobody calls with, ten to a user, all users in the group `Default`. */
export async function fill(
	{ storage, execute }: Place,
	realmId: string,
	count: number,
): Promise<void> {
	const { numbers, publicId, padded, finish } = DIALECTS[storage.kind];
	const users = Math.ceil(count / KEYS_OF_A_USER);
	const owner = `1 + (i - 1) / ${KEYS_OF_A_USER}`;
	const userId = (number: string) => `'00000000-0000-0000-aaaa-' || ${padded(number)}`;
	const keyId = `'00000000-0000-0000-bbbb-' || ${padded('i')}`;
	await execute(`
		begin;
		insert into realm_user (id, realm_id, name, name_key, display_name, enabled, created_at, updated_at)
		select ${userId('i')}, '${realmId}', 'filler-' || i, 'filler-' || i, '', 1, 0, 0 from ${numbers(users)} as filler;
		insert into group_member (group_id, user_id)
		select '${realmId}:default', ${userId('i')} from ${numbers(users)} as filler;
		insert into credential (id, realm_id, kind, user_id, name, enabled, created_at)
		select ${keyId}, '${realmId}', 'apiKey', ${userId(owner)}, 'filler', 1, 0 from ${numbers(count)} as filler;
		insert into credential_version (public_id, credential_id, version, digest, pepper_version, created_at)
		select ${publicId}, ${keyId}, 1, '${DIGEST}', 1, 0 from ${numbers(count)} as filler;
		commit;
	`);
	await execute(finish);
}
