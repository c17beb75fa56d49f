import { type AllowedDomains, parseAllowedDomains, parseAllowedPorts } from '../http/destination';
import { isFieldName } from '../http/header-field';
import { parseFlatObject } from './flat-object';
import { isKeyName, parseNameList } from './key-name';
import { type Mistake, mistake } from './mistake';
import { parseSecret } from './secret';
import type { SecretText } from './secret-text';

/** A named secret of the datasource that a credential stands for. */
export interface UsableKey {
	readonly name: string;
	readonly state: 'enabled';
	readonly secret: SecretText;
	/** Lists that must allow a host too, beside that of the credential. */
	readonly otherDomains?: readonly DomainList[];
}

/** A name that is there, and why it is of no use now. */
export interface UnusableKey {
	readonly name: string;
	/** `changed` is what the database says that the datasource does not; `unreadable` opens to nothing. */
	readonly state: 'disabled' | 'expired' | 'changed' | 'unreadable';
}

export type SecretKey = UsableKey | UnusableKey;

/** A list of hosts and whose it is, to be named in a sentence. */
export interface DomainList {
	readonly owner: string;
	readonly domains: AllowedDomains;
}

/** Everything that one Secret Keys credential says, checked. */
export interface SecretKeys {
	readonly kind: 'secret-keys';
	readonly keys: Pick<ReadonlyMap<string, SecretKey>, 'get'>;
	readonly allowedDomains: AllowedDomains;
	/** Headers that may hold references, in lower case; undefined means all. */
	readonly referenceHeaders: ReadonlySet<string> | undefined;
	/** What holds the keys, to be named in a sentence. */
	readonly holder: string;
	/** What says where they may go, to begin a sentence: `The Secret Keys credential`. */
	readonly owner: string;
}

/** The same where the credential itself holds the keys. */
export interface CredentialKeys extends SecretKeys {
	readonly keys: ReadonlyMap<string, SecretKey>;
	/** Names in the list of disabled keys that no key has. */
	readonly strayNames: readonly string[];
}

/** Where the keys of a credential may go. */
export type Limits = Pick<SecretKeys, 'allowedDomains' | 'referenceHeaders'>;

/** The credential's fields as they were stored. */
export interface SecretKeysFields {
	readonly secrets: unknown;
	readonly disabledKeys: unknown;
	readonly allowedDomains: unknown;
	readonly allowedPorts?: unknown;
	readonly referenceHeaders: unknown;
}

function parseMembers(
	members: ReadonlyMap<string, unknown>,
	placeholders: ReadonlySet<string>,
	disabled: ReadonlySet<string>,
): ReadonlyMap<string, SecretKey> | Mistake {
	const keys = new Map<string, SecretKey>();
	for (const [name, value] of members) {
		if (!isKeyName(name)) {
			return mistake(
				`${JSON.stringify(name)} cannot name a secret key. Use 1 to 64 characters without quotation marks, backslashes, control characters and outer spaces.`,
			);
		}
		const secret = parseSecret(name, value, placeholders);
		if (secret.kind === 'mistake') return secret;
		keys.set(
			name,
			disabled.has(name)
				? { name, state: 'disabled' }
				: { name, state: 'enabled', secret: secret.text },
		);
	}
	return keys;
}

function parseKeys(
	secrets: unknown,
	placeholders: ReadonlySet<string>,
	disabled: ReadonlySet<string>,
): ReadonlyMap<string, SecretKey> | Mistake {
	if (typeof secrets !== 'string') {
		return mistake(
			'Secrets must be stored as a JSON text, not as an object: type all values again.',
		);
	}
	const parsed = parseFlatObject(secrets);
	switch (parsed.kind) {
		case 'not-json':
			return mistake('Secrets is not valid JSON. Write {"MyAPIKey": "..."} and type all values.');
		case 'not-an-object':
			return mistake('Secrets must be one JSON object of names and values: {"MyAPIKey": "..."}.');
		case 'duplicate-name':
			return mistake(`The name ${JSON.stringify(parsed.name)} occurs twice in Secrets.`);
		case 'flat-object':
			return parseMembers(parsed.members, placeholders, disabled);
	}
}

function parseReferenceHeaders(field: unknown): ReadonlySet<string> | undefined | Mistake {
	if (field === undefined || field === null || field === '') return undefined;
	if (typeof field !== 'string') return mistake('Reference Headers must be a text.');
	const names = field
		.split(',')
		.map((name) => name.trim().toLowerCase())
		.filter((name) => name !== '');
	const wrong = names.find((name) => !isFieldName(name));
	if (wrong !== undefined) {
		return mistake(`${JSON.stringify(wrong)} in Reference Headers is not the name of a header.`);
	}
	return names.length === 0 ? undefined : new Set(names);
}

/** Parses the hosts and ports that secrets may go to. */
function parseDestinations({
	allowedDomains: hosts,
	allowedPorts,
}: Pick<SecretKeysFields, 'allowedDomains' | 'allowedPorts'>): AllowedDomains | Mistake {
	if (typeof hosts !== 'string') return mistake('Allowed Domains is empty.');
	const allowedDomains = parseAllowedDomains(hosts);
	if (allowedDomains.kind === 'domains-mistake') {
		return mistake(
			allowedDomains.entry === undefined
				? 'Allowed Domains is empty. List the hosts that may receive these secrets.'
				: `${JSON.stringify(allowedDomains.entry)} in Allowed Domains is not a host. Write api.example.com or *.example.com, without scheme, port and path.`,
		);
	}
	const ports = parseAllowedPorts(String(allowedPorts ?? ''));
	if (ports !== undefined && 'wrong' in ports) {
		return mistake(
			`${JSON.stringify(ports.wrong)} in Allowed Ports is not a port. Write 443, 8443.`,
		);
	}
	return ports === undefined ? allowedDomains : { ...allowedDomains, ports };
}

/** Parses where the keys of a credential may go, or gives the first mistake. */
export function parseLimits(
	fields: Pick<SecretKeysFields, 'allowedDomains' | 'allowedPorts' | 'referenceHeaders'>,
): Limits | Mistake {
	const allowedDomains = parseDestinations(fields);
	if (allowedDomains.kind === 'mistake') return allowedDomains;
	const referenceHeaders = parseReferenceHeaders(fields.referenceHeaders);
	if (referenceHeaders !== undefined && 'kind' in referenceHeaders) return referenceHeaders;
	return { allowedDomains, referenceHeaders };
}

/**
 * Parses the fields of a Secret Keys credential into its keys, or the first mistake. A credential with
 * one mistake is refused as a whole. `placeholders` are the texts that an editor shows in place of
 * values: stored as a value they mean that the value was lost. PF-23, PF-26.
 */
export function parseSecretKeys(
	fields: SecretKeysFields,
	placeholders: ReadonlySet<string>,
): CredentialKeys | Mistake {
	const listed = fields.disabledKeys ?? '';
	if (typeof listed !== 'string') return mistake('Disabled Keys must be a text.');
	const disabled = parseNameList(listed);
	const keys = parseKeys(fields.secrets, placeholders, new Set(disabled));
	if ('kind' in keys) return keys;
	const limits = parseLimits(fields);
	if ('kind' in limits) return limits;
	const strayNames = disabled.filter((name) => !keys.has(name));
	const named = { holder: 'the Secret Keys credential', owner: 'The Secret Keys credential' };
	return { kind: 'secret-keys', keys, ...limits, ...named, strayNames };
}
