import type { Envelope } from '../secrets/sealed-envelope';
import type { Instant } from '../store/clock';
import type { DatasourceWrite } from '../store/datasource-writes';
import type { StoredSecret } from '../store/secrets';
import {
	type Change,
	changeDatasource,
	type DatasourceDeps,
	openDatasource,
	type OpenedDatasource,
} from './change-datasource';
import {
	damagedSecret,
	type DescribedSecret,
	describeSecret,
	unknownSecret,
} from './describe-secret';
import { quoted } from './name';
import { type Outcome, done, type Refused, refused } from './outcome';
import { checkNewKey, checkTerms, type NewKeyTerms, type ValueTerms } from './secret-terms';

export interface SecretAdministrationDeps extends DatasourceDeps {
	readonly isKeyName: (name: string) => boolean;
	/** Opens a sealed value that is to become the secret key of this name. */
	readonly openSealed: (
		opened: OpenedDatasource,
		sealed: NewValue['sealed'],
		name: string,
		now: Instant,
	) => Outcome<Envelope>;
	readonly replayed: (name: string) => Refused;
}

/** Which secret key of which datasource. */
export interface SecretName {
	readonly datasource: string;
	readonly name: string;
}

/** A value, and what goes with it. */
export interface NewValue extends ValueTerms {
	/** Sealed for the datasource's public key, or what its owner typed on a one-time page. */
	readonly sealed: string | Envelope;
}

export interface SecretAdministration {
	create(secret: SecretName, input: NewValue & NewKeyTerms): Promise<Outcome<DescribedSecret>>;
	/** Whether a key could be created or rotated so, once its value is there. */
	check(
		action: 'create' | 'rotate',
		secret: SecretName,
		terms: NewKeyTerms,
	): Promise<Outcome<SecretName>>;
	/** In order of name; never a value. */
	getAll(datasource: string, limit?: number): Promise<Outcome<readonly DescribedSecret[]>>;
	/**
	 * Gives the key a new value; the one before is kept. Hosts and expiry stay as they were unless
	 * they are given.
	 */
	rotate(secret: SecretName, input: NewValue): Promise<Outcome<DescribedSecret>>;
	/** Goes back to the value before the last rotation; doing it again takes it back. */
	restore(secret: SecretName): Promise<Outcome<DescribedSecret>>;
	setState(secret: SecretName, state: 'enabled' | 'disabled'): Promise<Outcome<DescribedSecret>>;
	delete(secret: SecretName): Promise<Outcome<DescribedSecret>>;
}

export function secretAdministration(deps: SecretAdministrationDeps): SecretAdministration {
	const { secrets, clock, random, isKeyName, openSealed, replayed } = deps;

	const find = (
		{ secrets: all }: OpenedDatasource,
		{ datasource, name }: SecretName,
	): Outcome<StoredSecret> => {
		const found = all.find((secret) => secret.name === name);
		return found === undefined ? unknownSecret(datasource, name) : done(found);
	};
	const current = async (secret: SecretName): Promise<Outcome<DescribedSecret>> => {
		const opened = await openDatasource(deps, secret.datasource, secret);
		if (opened.kind === 'refused') return opened;
		const found = find(opened.value, secret);
		if (found.kind === 'refused') return found;
		return done(describeSecret(opened.value, found.value, clock.now()));
	};
	/** Changes a key that is there and shows it afterwards. */
	const change = async (
		secret: SecretName,
		decide: (
			opened: OpenedDatasource,
			found: StoredSecret,
		) => Promise<Outcome<Change<undefined>>> | Outcome<Change<undefined>>,
	): Promise<Outcome<DescribedSecret>> => {
		const changed = await changeDatasource(deps, secret.datasource, secret, async (opened) => {
			const found = find(opened, secret);
			return found.kind === 'refused' ? found : await decide(opened, found.value);
		});
		return changed.kind === 'refused' ? changed : await current(secret);
	};
	const checkFree = ({ secrets: all, stored }: OpenedDatasource, { name }: SecretName) =>
		all.some((other) => other.name === name)
			? refused(
					`A secret key ${quoted(name)} exists already in the datasource ${quoted(stored.name)}: rotate it, or choose another name.`,
				)
			: done(undefined);

	return {
		async check(action, secret, terms) {
			const now = clock.now();
			const checked =
				action === 'create'
					? checkNewKey(isKeyName, secret.name, terms, now)
					: checkTerms(terms, now);
			if (checked.kind === 'refused') return checked;
			const opened = await openDatasource(deps, secret.datasource, secret);
			if (opened.kind === 'refused') return opened;
			const fits =
				action === 'create' ? checkFree(opened.value, secret) : find(opened.value, secret);
			return fits.kind === 'refused'
				? fits
				: done({ datasource: opened.value.stored.name, name: secret.name });
		},

		async getAll(name, limit) {
			const opened = await openDatasource(deps, name, 'all');
			if (opened.kind === 'refused') return opened;
			return done(
				opened.value.secrets
					.slice(0, limit)
					.map((secret) => describeSecret(opened.value, secret, clock.now())),
			);
		},

		async create(secret, input) {
			const { datasource, name } = secret;
			const now = clock.now();
			const checked = checkNewKey(isKeyName, name, input, now);
			if (checked.kind === 'refused') return checked;
			const { expiresAt, allowedDomains = '', note } = checked.value;
			const added = await changeDatasource(deps, datasource, secret, (opened) => {
				const { vault, state } = opened;
				const free = checkFree(opened, secret);
				if (free.kind === 'refused') return free;
				const sealed = openSealed(opened, input.sealed, name, now);
				if (sealed.kind === 'refused') return sealed;
				const id = random.uuid();
				const place = { id, name, version: 1, allowedDomains };
				const counts = { version: 1, latest: 1, enabled: true, expiresAt: expiresAt ?? null };
				return done({
					state: { ...state, secrets: { ...state.secrets, [id]: counts } },
					write: {
						kind: 'add',
						secret: {
							...{ id, name, note, version: 1, enabled: true, expiresAt },
							...{ createdAt: now, updatedAt: now },
						},
						value: {
							...{ secretId: id, version: 1, allowedDomains, createdAt: now },
							encrypted: vault.encrypt(place, sealed.value.value),
						},
					},
					taken: { envelope: sealed.value, replayed: replayed(name) },
					value: undefined,
				});
			});
			return added.kind === 'refused' ? added : await current(secret);
		},

		async rotate(secret, input) {
			const { datasource, name } = secret;
			const now = clock.now();
			const checked = checkTerms(input, now);
			if (checked.kind === 'refused') return checked;
			return await change(secret, (opened, found) => {
				const { vault, state } = opened;
				const { id } = found;
				const counts = state.secrets[id];
				if (counts === undefined) return damagedSecret(datasource, name);
				const sealed = openSealed(opened, input.sealed, name, now);
				if (sealed.kind === 'refused') return sealed;
				const version = counts.latest + 1;
				const allowedDomains = checked.value.allowedDomains ?? found.value?.allowedDomains ?? '';
				const expiresAt = checked.value.expiresAt ?? counts.expiresAt ?? undefined;
				const place = { id, name, version, allowedDomains };
				const next = { ...counts, version, latest: version, expiresAt: expiresAt ?? null };
				return done({
					state: { ...state, secrets: { ...state.secrets, [id]: next } },
					write: {
						kind: 'rotate',
						superseded: counts.version,
						expiresAt,
						value: {
							...{ secretId: id, version, allowedDomains, createdAt: now },
							encrypted: vault.encrypt(place, sealed.value.value),
						},
					},
					taken: { envelope: sealed.value, replayed: replayed(name) },
					value: undefined,
				});
			});
		},

		restore: (secret) =>
			change(secret, async (opened, found) => {
				const read = opened.vault.read(opened.state, found);
				if (read.kind === 'changed') return damagedSecret(secret.datasource, secret.name);
				const { counts } = read;
				const others = await secrets.values(found.id);
				const other = others.find(({ version }) => version !== counts.version);
				if (other === undefined) {
					return refused(
						`The secret key ${quoted(found.name)} has no other value to go back to: rotate it first.`,
					);
				}
				return done(setTo(opened.state, found, { ...counts, version: other.version }, clock.now()));
			}),

		setState: (secret, state) =>
			change(secret, (opened, found) => {
				const read = opened.vault.read(opened.state, found);
				if (read.kind === 'changed') return damagedSecret(secret.datasource, secret.name);
				const { counts } = read;
				const enabled = state === 'enabled';
				return done(setTo(opened.state, found, { ...counts, enabled }, clock.now()));
			}),

		async delete(secret) {
			const before = await current(secret);
			if (before.kind === 'refused') return before;
			return await changeDatasource(deps, secret.datasource, secret, (opened) => {
				const found = find(opened, secret);
				if (found.kind === 'refused') return found;
				const { id } = found.value;
				const left = Object.entries(opened.state.secrets).filter(([other]) => other !== id);
				return done({
					state: { ...opened.state, secrets: Object.fromEntries(left) },
					write: { kind: 'delete', secretId: id },
					value: before.value,
				});
			});
		},
	};
}

/** The change that makes a version or a flag count, in the state and in the row. */
function setTo(
	state: OpenedDatasource['state'],
	{ id }: StoredSecret,
	counts: OpenedDatasource['state']['secrets'][string],
	now: Instant,
): Change<undefined> {
	const { version, enabled } = counts;
	const write: DatasourceWrite = { kind: 'set', secretId: id, version, enabled, now };
	return {
		state: { ...state, secrets: { ...state.secrets, [id]: counts } },
		write,
		value: undefined,
	};
}
