import { type TokenAdministration, tokenAdministration } from '../administration/access-tokens';
import type { Actor } from '../administration/actor';
import { type ApiKeyAdministration, apiKeyAdministration } from '../administration/api-keys';
import {
	type ApplicationAdministration,
	applicationAdministration,
} from '../administration/applications';
import { type ClientAdministration, clientAdministration } from '../administration/clients';
import { type ConsentAdministration, consentAdministration } from '../administration/consents';
import {
	type DatasourceAdministration,
	datasourceAdministration,
} from '../administration/datasources';
import { type GroupAdministration, groupAdministration } from '../administration/groups';
import {
	type DomainKeyAdministration,
	domainKeyAdministration,
} from '../administration/domain-keys';
import {
	type LinkAdministration,
	linkAdministration,
	type LinkMaker,
} from '../administration/links';
import { done, type Outcome, type Refused, refused } from '../administration/outcome';
import { type PasswordAdministration, passwordAdministration } from '../administration/passwords';
import { type RoleAdministration, roleAdministration } from '../administration/roles';
import { type SecretAdministration, secretAdministration } from '../administration/secrets';
import {
	type SigningKeyAdministration,
	signingKeyAdministration,
} from '../administration/signing-keys';
import { type UserAdministration, userAdministration } from '../administration/users';
import { checkScheme } from '../authentication/signature/check-scheme';
import { parseSigningSecret } from '../authentication/signature/signing-secret';
import { API_KEY_BRAND } from '../authentication/api-key';
import { CLIENT_SECRET_BRAND } from '../authentication/client-secret';
import { DOMAIN_KEY_BRAND } from '../authentication/domain-key';
import { PAIR_SECRET_BRAND } from '../authentication/key-pair';
import { digestPassword } from '../authentication/password';
import { explain } from '../authorization/explain';
import { DATASOURCE_KEY_BRAND } from '../secrets/datasource-key';
import { isKeyName } from '../secrets/key-name';
import { openEnvelope, unsealByDatasource } from '../secrets/open-envelope';
import { parsePassword } from '../secrets/password-value';
import { realmVaults } from '../secrets/realm-vaults';
import {
	describeEnvelope,
	type Envelope,
	type EnvelopeRefused,
	envelopeRefused,
	type EnvelopeTarget,
} from '../secrets/sealed-envelope';
import { accessOf } from '../store/access';
import { activeTriggersOf } from '../store/active-triggers';
import { accessTokensOf } from '../store/access-tokens';
import { API_KEY_KINDS, apiKeysOf } from '../store/api-keys';
import { applicationsOf } from '../store/applications';
import { clientsOf } from '../store/clients';
import type { Instant } from '../store/clock';
import { consentsOf } from '../store/consents';
import { credentialsOf } from '../store/credentials';
import { datasourcesOf } from '../store/datasources';
import { domainKeysOf } from '../store/domain-keys';
import { groupMembersOf } from '../store/group-members';
import { groupsOf } from '../store/groups';
import { passwordsOf } from '../store/passwords';
import { keyGrantsOf } from '../store/key-grants';
import { oauthGrantsOf } from '../store/oauth-grants';
import { linksOf } from '../store/links';
import { rolesOf } from '../store/roles';
import { signingVault } from '../secrets/signing-vault';
import { secretsOf } from '../store/secrets';
import { signingKeysOf } from '../store/signing-keys';
import type { Store } from '../store/store';
import { usersOf } from '../store/users';
import { accountHashes } from './account-hashes';
import { datasourcesWithKeys } from './datasources-with-keys';
import { passwordWork } from './log-ins';
import { schemeIn } from './known-signing-keys';
import type { RealmParts } from './realm';
import type { DigestsOf } from './realm-digests';

/** Everything that an admin does in a realm. */
export interface Administration {
	readonly applications: ApplicationAdministration;
	readonly groups: GroupAdministration;
	readonly roles: RoleAdministration;
	readonly users: UserAdministration;
	/** No parameter of a node holds a password. */
	readonly passwords: PasswordAdministration;
	readonly apiKeys: ApiKeyAdministration;
	readonly clients: ClientAdministration;
	readonly tokens: TokenAdministration;
	readonly domainKeys: DomainKeyAdministration;
	readonly consents: ConsentAdministration;
	readonly datasources: DatasourceAdministration;
	readonly secrets: SecretAdministration;
	readonly signingKeys: SigningKeyAdministration;
	readonly links: LinkAdministration;
}

/** The tables of one realm behind their ports. */
export function portsOf(store: Store, realmId: string) {
	return {
		applications: applicationsOf(store, realmId),
		groups: groupsOf(store, realmId),
		members: groupMembersOf(store, realmId),
		roles: rolesOf(store, realmId),
		users: usersOf(store, realmId),
		passwords: passwordsOf(store, realmId),
		access: accessOf(store, realmId),
		keys: apiKeysOf(store, realmId),
		tokens: accessTokensOf(store, realmId),
		consents: consentsOf(store, realmId),
		grants: oauthGrantsOf(store, realmId),
		keyGrants: keyGrantsOf(store, realmId),
		triggers: activeTriggersOf(store, realmId),
		credentials: credentialsOf(store, realmId, ...API_KEY_KINDS),
		clients: clientsOf(store, realmId),
		secretsOfClients: credentialsOf(store, realmId, 'clientSecret'),
		domainKeys: domainKeysOf(store, realmId),
		domainKeyLives: credentialsOf(store, realmId, 'domainKey'),
		datasources: datasourcesOf(store, realmId),
		secrets: secretsOf(store),
		signingKeys: signingKeysOf(store, realmId),
		signingCredentials: credentialsOf(store, realmId, 'signingKey'),
		links: linksOf(store, realmId),
	};
}

type Named = Pick<EnvelopeTarget, 'kind' | 'name'>;

const outcomeOf = (opened: Envelope | EnvelopeRefused, target: Named): Outcome<Envelope> =>
	opened.kind === 'envelope' ? done(opened) : refused(describeEnvelope(opened, target));

const replayed = (kind: Named['kind'], name: string): Refused =>
	refused(describeEnvelope(envelopeRefused('replayed'), { kind, name }));

/** Administration of a realm by an actor, who may do what the actor's privileges allow. */
export function administrationBy(
	actor: Actor,
	{ sodium, clock, random, row, keys }: RealmParts,
	ports: ReturnType<typeof portsOf>,
	digestsOf: DigestsOf,
	links: LinkMaker,
): Administration {
	const vaults = realmVaults({ sodium, bytes: random.bytes }, row.id, keys);
	const datasources = datasourcesWithKeys(ports.datasources, keys);
	const { environment } = row;
	const newestDigests = () => ({
		digests: digestsOf(undefined),
		pepperVersion: keys.newest().version,
	});
	const issuing = { environment, newestDigests };
	const vault = signingVault({ sodium, bytes: random.bytes }, row.id, keys);
	const openForRealm = (
		kind: 'signingKey' | 'password',
		sealed: string,
		name: string,
		now: Instant,
	): Outcome<Envelope> => {
		const target = { kind, realm: row.name, name };
		return outcomeOf(openEnvelope(vault.unseal, sealed, target, now), target);
	};
	const deps = { ...ports, datasources, vaults, clock, random, actor };
	const passwords = passwordAdministration({
		...deps,
		parsePassword,
		openSealedPassword: (sealed, name, now) => openForRealm('password', sealed, name, now),
		replayedPassword: (name) => replayed('password', name),
		digestPassword: (userId, password) =>
			passwordWork.run(() => digestPassword(newestDigests(), random.bytes, userId, password)),
	});
	const secrets = secretAdministration({
		...deps,
		isKeyName,
		openSealed({ vault, state, stored }, sealed, name, now) {
			if (typeof sealed !== 'string') return done(sealed);
			const target = { kind: 'secret', realm: row.name, datasource: stored.name, name } as const;
			const opened = openEnvelope(unsealByDatasource(vault, state, now), sealed, target, now);
			return outcomeOf(opened, target);
		},
		replayed: (name) => replayed('secret', name),
	});
	const signingKeys = signingKeyAdministration({
		...deps,
		...{ checkScheme, schemeIn, parseSigningSecret, signingVault: vault },
		openSealedFor: (sealed, name, now) =>
			typeof sealed === 'string' ? openForRealm('signingKey', sealed, name, now) : done(sealed),
		replayedFor: (name) => replayed('signingKey', name),
	});
	return {
		applications: applicationAdministration(deps),
		groups: groupAdministration(deps),
		roles: roleAdministration(deps),
		users: userAdministration({ ...deps, explain }),
		passwords,
		apiKeys: apiKeyAdministration({
			...deps,
			...issuing,
			brand: API_KEY_BRAND,
			pairSecretBrand: PAIR_SECRET_BRAND,
		}),
		domainKeys: domainKeyAdministration({
			...deps,
			...issuing,
			brand: DOMAIN_KEY_BRAND,
		}),
		clients: clientAdministration({ ...deps, ...issuing, secretBrand: CLIENT_SECRET_BRAND }),
		tokens: tokenAdministration(deps),
		consents: consentAdministration({
			...deps,
			accountHashes: accountHashes(sodium, keys).allOf,
		}),
		datasources: datasourceAdministration({
			...deps,
			realmId: row.id,
			brand: DATASOURCE_KEY_BRAND,
			environment,
		}),
		secrets,
		signingKeys,
		links: linkAdministration({
			maker: links,
			links: ports.links,
			passwords,
			secrets,
			signingKeys,
			clock,
			actor,
		}),
	};
}
