/** What a room may import of ours. `types` are rooms of which only types may be imported. */
export interface Room {
	readonly imports: readonly string[];
	readonly types?: readonly string[];
}

const BELOW = ['src/store', 'src/crypto', 'src/http'];
const SIBLINGS = [
	'src/authentication',
	'src/authorization',
	'src/limits',
	'src/validation',
	'src/answers',
	'src/administration',
	'src/secrets',
	'src/audit',
	'src/oauth',
];
const sibling: Room = { imports: BELOW, types: SIBLINGS };

export const ROOMS: Readonly<Record<string, Room>> = {
	nodes: { imports: ['src/n8n'] },
	credentials: { imports: ['src/n8n', 'src/secrets', 'src/vendors'] },
	'index.ts': { imports: ['src/realm', 'src/secrets', 'src/vendors'] },
	'src/n8n': { imports: ['src/realm', 'src/secrets', 'src/vendors', 'src/http'] },
	'src/realm': { imports: [...SIBLINGS, ...BELOW, 'src/store/sqlite', 'src/store/postgres'] },
	'src/authentication': sibling,
	'src/authorization': sibling,
	'src/limits': sibling,
	'src/validation': sibling,
	'src/answers': sibling,
	'src/administration': sibling,
	'src/secrets': sibling,
	'src/audit': sibling,
	'src/oauth': sibling,
	'src/command': { imports: ['src/realm', 'src/secrets'] },
	'src/vendors': { imports: ['src/crypto', 'src/http'] },
	'src/store': { imports: ['src/crypto', 'src/http'] },
	'src/store/sqlite': { imports: ['src/store'] },
	'src/store/postgres': { imports: ['src/store', 'src/crypto'] },
	'src/crypto': { imports: [] },
	'src/http': { imports: [] },
};

/** Modules that are not ours and belong to certain rooms. */
export const RESERVED: Readonly<Record<string, readonly string[]>> = {
	'n8n-workflow': ['nodes', 'credentials', 'src/n8n'],
	'libsodium-wrappers': ['src/crypto'],
	'node:crypto': ['src/crypto'],
	jose: ['src/crypto'],
	'node:sqlite': ['src/store/sqlite'],
	pg: ['src/store/postgres'],
	kysely: ['src/store', 'src/store/sqlite', 'src/store/postgres'],
};

export const VAGUE_NAME =
	/(^|\/)(utils?|helpers?|common|misc|shared|managers?|services?|handlers?)(\.|\/|$)/;

export const MOST_LINES = 300;
