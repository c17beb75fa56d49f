import type { Compilable, Kysely, RawBuilder } from 'kysely';

import { realmsUsersAndKeys } from './0001-realms-users-and-keys';
import { accessModelAndKeyVersions } from './0002-access-model-and-key-versions';
import { audit } from './0003-audit';
import { announcements } from './0004-announcements';
import { rateLimits } from './0005-rate-limits';
import { auditOfAUser } from './0006-audit-of-a-user';
import { datasources } from './0007-datasources';
import { clients } from './0008-clients';
import { accessTokens } from './0009-access-tokens';
import { domainKeys } from './0010-domain-keys';
import { storedAnswers } from './0011-stored-answers';
import { personsAndPasswords } from './0012-persons-and-passwords';
import { signingKeys } from './0013-signing-keys';
import { authorizationServer } from './0014-authorization-server';
import { keyPairs } from './0015-key-pairs';
import { keyGrants } from './0016-key-grants';
import { oneTimeLinks } from './0017-one-time-links';
import { activeTriggers } from './0018-active-triggers';
import { designations } from './0019-designations';
import { grantsOfPasswords } from './0020-grants-of-passwords';
import { auditOfASource } from './0021-audit-of-a-source';
import { passwordOfAGrant } from './0022-password-of-a-grant';

/** Where the engines' words for the same thing differ. */
export interface EngineWords {
	/** Type of a column that holds milliseconds since 1970. */
	readonly instant: 'integer' | 'bigint';
	/** What stands behind the closing bracket of a table. */
	readonly tableEnd: RawBuilder<unknown>;
	/** What stands before `table` for one that may be empty after the database crashed. */
	readonly unlogged: RawBuilder<unknown>;
}

/** One step of the schema. Numbered from 1 without gaps, forward only, never edited once released. */
export interface Migration {
	readonly version: number;
	statements(db: Kysely<unknown>, words: EngineWords): readonly Compilable[];
}

export const MIGRATIONS: readonly Migration[] = [
	{ version: 1, statements: realmsUsersAndKeys },
	{ version: 2, statements: accessModelAndKeyVersions },
	{ version: 3, statements: audit },
	{ version: 4, statements: announcements },
	{ version: 5, statements: rateLimits },
	{ version: 6, statements: auditOfAUser },
	{ version: 7, statements: datasources },
	{ version: 8, statements: clients },
	{ version: 9, statements: accessTokens },
	{ version: 10, statements: domainKeys },
	{ version: 11, statements: storedAnswers },
	{ version: 12, statements: personsAndPasswords },
	{ version: 13, statements: signingKeys },
	{ version: 14, statements: authorizationServer },
	{ version: 15, statements: keyPairs },
	{ version: 16, statements: keyGrants },
	{ version: 17, statements: oneTimeLinks },
	{ version: 18, statements: activeTriggers },
	{ version: 19, statements: designations },
	{ version: 20, statements: grantsOfPasswords },
	{ version: 21, statements: auditOfASource },
	{ version: 22, statements: passwordOfAGrant },
];
