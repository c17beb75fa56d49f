/** Privileges that the package itself knows; any other name is a custom one (PF-12, PF-13). */
export const BUILT_IN_PRIVILEGES = [
	'Use API Key',
	'Run Actions',
	'Impersonate Users',
	'Grant Consent',
	'Manage Access',
] as const;

export type BuiltInPrivilege = (typeof BUILT_IN_PRIVILEGES)[number];

/** Privileges over the realm itself: they count only from roles of the application `Realm`. */
export const REALM_PRIVILEGES: readonly BuiltInPrivilege[] = [
	'Impersonate Users',
	'Grant Consent',
	'Manage Access',
];

export const MANAGE_ACCESS: BuiltInPrivilege = 'Manage Access';
export const IMPERSONATE_USERS: BuiltInPrivilege = 'Impersonate Users';

/** What a role must give by default for a call to get through. */
export const CALLER_PRIVILEGES: readonly BuiltInPrivilege[] = ['Use API Key', 'Run Actions'];

/** The built-in application to which the privileges over the realm belong. */
export const REALM_APPLICATION = 'Realm';

/** The built-in application that triggers and new users have, its group, and its role. */
export const DEFAULT_APPLICATION = 'Default';
export const DEFAULT_GROUP = 'Default';
export const DEFAULT_ROLE = 'Caller';
