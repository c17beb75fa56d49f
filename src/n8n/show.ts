import type { IDataObject } from 'n8n-workflow';

import {
	type Application,
	type AuditEntry,
	type Consent,
	type CreatedApplication,
	type DescribedApiKey,
	type DescribedDomainKey,
	type DescribedToken,
	describeFinding,
	type Explanation,
	type Finding,
	type Group,
	type IssuedApiKey,
	type Outcome,
	type Pruned,
	type Role,
	type User,
	type UserWithAccess,
	type Verified,
} from '../realm/realm';
import type { Delivery } from './one-time-link';

const iso = (instant: number): string => new Date(instant).toISOString();

/** Applies `show` to what an operation brought, if it brought something. */
export function shown<T>(
	outcome: Outcome<T>,
	show: (value: T) => IDataObject,
): Outcome<IDataObject> {
	return outcome.kind === 'done' ? { kind: 'done', value: show(outcome.value) } : outcome;
}

/** A list as items. */
export function shownAll<T>(
	values: readonly T[],
	show: (value: T) => IDataObject,
): Outcome<readonly IDataObject[]> {
	return { kind: 'done', value: values.map(show) };
}

/** A user as an item. */
export function showUser(user: User): IDataObject {
	return {
		username: user.name,
		displayName: user.displayName,
		personId: user.personId ?? null,
		enabled: user.enabled,
		rateLimit: user.rateLimit === undefined ? null : { ...user.rateLimit },
		createdAt: iso(user.createdAt),
		updatedAt: iso(user.updatedAt),
	};
}

/** An API key as an item: its text, or the secret of a pair, is not among what a realm knows. */
export function showApiKey(key: DescribedApiKey): IDataObject {
	const { pair } = key;
	return {
		...(pair === undefined ? {} : { key: pair.key }),
		kind: pair === undefined ? 'direct' : 'pair',
		credentialId: key.credentialId,
		username: key.username,
		name: key.name,
		state: key.state,
		version: key.version,
		publicIds: [...key.publicIds],
		addresses: key.addresses === undefined ? null : [...key.addresses],
		applications: key.applications === undefined ? null : [...key.applications],
		rateLimit: key.rateLimit === undefined ? null : { ...key.rateLimit },
		createdAt: iso(key.createdAt),
		expiresAt: key.expiresAt === undefined ? null : iso(key.expiresAt),
		revokedAt: key.revokedAt === undefined ? null : iso(key.revokedAt),
		lastUsedAt: key.lastUse === undefined ? null : iso(key.lastUse.at),
		lastUsedAddress: key.lastUse?.address ?? null,
		actAs: pair?.actAs ?? null,
		actAsUsers: pair === undefined ? null : pair.users.map(({ name }) => name),
		rotateBefore: pair?.rotateBefore === undefined ? null : iso(pair.rotateBefore),
	};
}

/** A new key or value with what is shown once, which is first: a table shows few columns. */
function showIssuedApiKey(issued: IssuedApiKey): IDataObject {
	const { key, secret } = issued;
	return { key, ...(secret === undefined ? {} : { secret }), ...showApiKey(issued) };
}

/** A new key or value as it is delivered; the key of a pair is no secret. */
export const DELIVERED_API_KEY: Omit<Delivery<IssuedApiKey>, 'issue'> = {
	show: showIssuedApiKey,
	showRest: showApiKey,
	revealed: ({ credentialId, key, secret }) => ({
		target: credentialId,
		values: secret === undefined ? { key } : { key, secret },
	}),
};

/** An access token as an item: its text is not among what a realm knows. */
export function showToken(token: DescribedToken): IDataObject {
	return {
		credentialId: token.credentialId,
		familyId: token.familyId,
		username: token.username ?? null,
		client: token.clientId ?? null,
		actor: token.actor === undefined ? null : { ...token.actor },
		scopes: [...token.scopes],
		application: token.application ?? null,
		dialect: token.dialect,
		state: token.state,
		issuedAt: iso(token.issuedAt),
		expiresAt: iso(token.expiresAt),
		revokedAt: token.revokedAt === undefined ? null : iso(token.revokedAt),
	};
}

/** A domain key as an item, its value included: anybody may read it (IB-18). */
export function showDomainKey(key: DescribedDomainKey): IDataObject {
	return { key: key.value, ...showDomainKeyRest(key) };
}

/** A new domain key as it is delivered. */
export const DELIVERED_DOMAIN_KEY: Omit<Delivery<DescribedDomainKey>, 'issue'> = {
	show: showDomainKey,
	showRest: showDomainKeyRest,
	revealed: ({ credentialId, value: key }) => ({ target: credentialId, values: { key } }),
};

function showDomainKeyRest(key: DescribedDomainKey): IDataObject {
	return {
		credentialId: key.credentialId,
		username: key.username,
		name: key.name,
		state: key.state,
		origins: [...key.origins],
		privileges: [...key.privileges],
		rateLimit: key.rateLimit === undefined ? null : { ...key.rateLimit },
		createdAt: iso(key.createdAt),
		expiresAt: key.expiresAt === undefined ? null : iso(key.expiresAt),
		revokedAt: key.revokedAt === undefined ? null : iso(key.revokedAt),
		lastUsedAt: key.lastUse === undefined ? null : iso(key.lastUse.at),
		lastUsedAddress: key.lastUse?.address ?? null,
	};
}

/** What a user agreed to, as an item. */
export function showConsent(consent: Consent): IDataObject {
	return {
		consentId: consent.id,
		clientId: consent.clientId,
		client: consent.client,
		username: consent.username,
		designated: consent.designated,
		scopes: [...consent.scopes],
		applications: [...consent.applications],
		createdAt: iso(consent.createdAt),
		updatedAt: iso(consent.updatedAt),
		revokedAt: consent.revokedAt === undefined ? null : iso(consent.revokedAt),
	};
}

/** An audit entry as an item. */
export function showAuditEntry({ writer, seq, time, content }: AuditEntry): IDataObject {
	return { ...content, time: iso(time), writer, seq };
}

function showFinding(finding: Finding): IDataObject {
	const { place, writer, seq, wrong } = finding;
	return { place, writer: writer ?? null, seq, wrong, message: describeFinding(finding) };
}

/** What verifying the audit brought, as an item. */
export function showVerified({ findings, entries, chains, heads }: Verified): IDataObject {
	return { ok: findings.length === 0, entries, chains, heads, findings: findings.map(showFinding) };
}

/** What deleting old audit entries brought, as an item. */
export function showPruned({ deleted, finding }: Pruned): IDataObject {
	return { deleted, stoppedBy: finding ? showFinding(finding) : null };
}

/** A user with groups and what they give as an item. */
export function showUserWithAccess(user: UserWithAccess): IDataObject {
	return {
		...showUser(user),
		groups: [...user.groups],
		privileges: user.privileges.map(({ application, privileges }) => ({
			application,
			privileges: [...privileges],
		})),
	};
}

/** Why a call would get through or not as an item. */
export function showExplanation(explanation: Explanation): IDataObject {
	return {
		allowed: explanation.allowed,
		explanation: explanation.sentences.join(' '),
		missingPrivileges: [...explanation.missingPrivileges],
	};
}

/** An application as an item. */
export function showApplication({ name, createdAt }: Application): IDataObject {
	return { application: name, createdAt: iso(createdAt) };
}

/** A new application with its groups as an item. */
export function showCreatedApplication(application: CreatedApplication): IDataObject {
	return { ...showApplication(application), groups: [...application.groups] };
}

/** A group as an item; `application` is the one whose access group it is. */
export function showGroup({ name, application, createdAt }: Group): IDataObject {
	return { group: name, application: application ?? null, createdAt: iso(createdAt) };
}

/** A role as an item. */
export function showRole({
	name,
	application,
	privileges,
	createdAt,
	updatedAt,
}: Role): IDataObject {
	return {
		role: name,
		application,
		privileges: [...privileges],
		createdAt: iso(createdAt),
		updatedAt: iso(updatedAt),
	};
}

/** A list that may be refused as items. */
export function shownList<T>(
	outcome: Outcome<readonly T[]>,
	show: (value: T) => IDataObject,
): Outcome<readonly IDataObject[]> {
	return outcome.kind === 'done' ? shownAll(outcome.value, show) : outcome;
}
