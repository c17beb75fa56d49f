import { type AllowedDomains, parseAllowedDomains } from '../http/destination';
import type { Clock } from '../store/clock';
import type { StoredDatasource } from '../store/datasources';
import type { StoredSecret } from '../store/secrets';
import type { DatasourceState } from './datasource-state';
import type { DomainList, SecretKey } from './secret-keys';
import type { Vault } from './vault';

/** Which value of a secret key was used, for the audit. */
export interface KeyVersion {
	/** Id of the secret key. */
	readonly credentialId: string;
	readonly version: number;
}

/** The secret keys of a datasource as they were a short time ago. */
export interface DatasourceKeys {
	/** Looks a key up by name; its value is decrypted the first time. */
	get(name: string): SecretKey | undefined;
	versionOf(name: string): KeyVersion | undefined;
	/** Every name that is there. */
	readonly names: readonly string[];
	readonly domains: DomainList;
}

const NOTHING: AllowedDomains = {
	kind: 'allowed-domains',
	exact: new Set(),
	suffixes: [],
	text: 'nothing',
};

/** A list that is kept; one that cannot be read allows nothing. */
function listOf(owner: string, text: string): DomainList {
	const domains = parseAllowedDomains(text);
	return { owner, domains: domains.kind === 'allowed-domains' ? domains : NOTHING };
}

export function datasourceKeys(
	vault: Vault,
	stored: Pick<StoredDatasource, 'name' | 'allowedDomains'>,
	state: DatasourceState,
	secrets: readonly StoredSecret[],
	clock: Clock,
): DatasourceKeys {
	const byName = new Map(secrets.map((secret) => [secret.name, secret]));
	const read = new Map<string, ReturnType<Vault['read']>>();
	const domains = listOf(`Datasource "${stored.name}"`, state.onlyDomains ?? stored.allowedDomains);

	const readOnce = (name: string, secret: StoredSecret) => {
		const known = read.get(name) ?? vault.read(state, secret);
		read.set(name, known);
		return known;
	};
	return {
		domains,
		names: [...byName.keys()],
		versionOf(name) {
			const secret = byName.get(name);
			return secret && { credentialId: secret.id, version: secret.version };
		},
		get(name) {
			const secret = byName.get(name);
			if (secret === undefined) return undefined;
			const found = readOnce(name, secret);
			if (found.kind === 'changed') return { name, state: 'changed' };
			const { enabled, expiresAt } = found.counts;
			if (!enabled) return { name, state: 'disabled' };
			if (expiresAt !== null && expiresAt <= clock.now()) return { name, state: 'expired' };
			if (found.kind === 'unreadable') return { name, state: 'unreadable' };
			const own = secret.value?.allowedDomains ?? '';
			const otherDomains = [domains, ...(own === '' ? [] : [listOf(`Secret key "${name}"`, own)])];
			return { name, state: 'enabled', secret: found.secret, otherDomains };
		},
	};
}
