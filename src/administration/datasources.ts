import { type Environment, generateCredential } from '../crypto/credential-text';
import { isWithin, parseAllowedDomains } from '../http/destination';
import type { DatasourceState } from '../secrets/datasource-state';
import type { StoredDatasource } from '../store/datasources';
import type { Instant } from '../store/clock';
import { checkGrace } from './api-key-fields';
import {
	changeDatasource,
	type DatasourceDeps,
	openDatasource,
	openStored,
} from './change-datasource';
import { checkName, quoted } from './name';
import { type Outcome, done, refused } from './outcome';
import { takenName } from './sentences';

export interface DatasourceAdministrationDeps extends DatasourceDeps {
	readonly realmId: string;
	readonly brand: string;
	readonly environment: Environment;
}

/** A datasource as it can be shown. */
export interface DescribedDatasource {
	readonly name: string;
	/** `damaged` where somebody changed it by hand. */
	readonly state: 'active' | 'damaged';
	readonly allowedDomains: string;
	/** Base64; values are sealed for it. Absent where the datasource is damaged. */
	readonly publicKey: string | undefined;
	readonly secrets: number;
	readonly createdAt: Instant;
}

/** A datasource with its new datasource key: the only time that it is known. */
export interface IssuedDatasource extends DescribedDatasource {
	readonly datasourceKey: string;
}

export interface DatasourceAdministration {
	create(input: {
		readonly name: string;
		/** Comma-separated hosts that may receive its secrets. */
		readonly allowedDomains: string;
	}): Promise<Outcome<IssuedDatasource>>;
	getAll(limit?: number): Promise<readonly DescribedDatasource[]>;
	/**
	 * Takes hosts away. Others cannot come: whoever entered a value entered it for those that counted
	 * then.
	 */
	update(
		name: string,
		input: { readonly allowedDomains: string },
	): Promise<Outcome<DescribedDatasource>>;
	/**
	 * Gives the datasource a new datasource key and a new public key. The previous ones work for
	 * `graceSeconds` more; with 0 they end at once.
	 */
	rotateKey(
		name: string,
		input: { readonly graceSeconds: number },
	): Promise<Outcome<IssuedDatasource>>;
	/** Deletes it with everything that opens it; its secret keys too, where it is told to. */
	delete(
		name: string,
		input: { readonly withSecrets: boolean },
	): Promise<Outcome<DescribedDatasource>>;
}

/** Whether a list of hosts allows nothing that the other does not. */
function narrows(list: string, before: string): boolean {
	const [inner, outer] = [parseAllowedDomains(list), parseAllowedDomains(before)];
	if (inner.kind !== 'allowed-domains' || outer.kind !== 'allowed-domains') return false;
	return isWithin(inner, outer);
}

/** Reads a list of hosts and writes it in the one form that is kept. */
export function checkDomains(text: string): Outcome<string> {
	const parsed = parseAllowedDomains(text);
	if (parsed.kind === 'allowed-domains') return done(parsed.text);
	return refused(
		parsed.entry === undefined
			? 'The allowed domains are empty: list the hosts that may receive the secrets.'
			: `The allowed domain ${quoted(parsed.entry)} is not a host: write api.example.com or *.example.com, without scheme, port and path.`,
	);
}

/** Which datasource keys stay when a new one comes, and until when. */
function accessAfter(
	{ access }: DatasourceState,
	now: Instant,
	graceEnd: Instant,
): { readonly kept: Record<string, Instant>; readonly withdrawn: readonly string[] } {
	const ends = Object.entries(access).map(
		([publicId, until]) => [publicId, Math.min(until ?? graceEnd, graceEnd)] as const,
	);
	return {
		kept: Object.fromEntries(ends.filter(([, until]) => until > now)),
		withdrawn: ends.filter(([, until]) => until <= now).map(([publicId]) => publicId),
	};
}

export function datasourceAdministration(
	deps: DatasourceAdministrationDeps,
): DatasourceAdministration {
	const { datasources, vaults, clock, random, realmId, brand, environment } = deps;

	const describe = (stored: StoredDatasource): DescribedDatasource => {
		const { name, allowedDomains, createdAt } = stored;
		const opened = openStored(deps, stored);
		const shown = { name, createdAt };
		if (opened.kind === 'refused') {
			return { ...shown, allowedDomains, state: 'damaged', publicKey: undefined, secrets: 0 };
		}
		const { vault, state, hosts } = opened.value;
		const publicKey = vault.publicKey(state.sealing.number);
		const secrets = Object.keys(state.secrets).length;
		return { ...shown, allowedDomains: hosts, state: 'active', publicKey, secrets };
	};
	const current = async (name: string): Promise<Outcome<DescribedDatasource>> => {
		const opened = await openDatasource(deps, name, 'none');
		return opened.kind === 'refused' ? opened : done(describe(opened.value.stored));
	};
	const issued = async (
		name: string,
		datasourceKey: string,
	): Promise<Outcome<IssuedDatasource>> => {
		const made = await current(name);
		return made.kind === 'refused' ? made : done({ ...made.value, datasourceKey });
	};

	return {
		getAll: async (limit) => (await datasources.list(limit)).map(describe),

		async create(input) {
			const name = checkName('name of the datasource', input.name);
			if (name.kind === 'refused') return name;
			const domains = checkDomains(input.allowedDomains);
			if (domains.kind === 'refused') return domains;
			const id = random.uuid();
			const shown = { name: name.value, allowedDomains: domains.value };
			const { vault, wrapped, keyVersion } = vaults.create({ realmId, datasourceId: id, ...shown });
			const { text, publicId, secret } = generateCredential(brand, environment, random.bytes);
			const sealed = vault.sealState({
				revision: 1,
				sealing: { number: 1, earlierUntil: null },
				access: { [publicId]: null },
				secrets: {},
			});
			const stored = { id, ...shown, createdAt: clock.now(), keyVersion, wrapped, ...sealed };
			const access = { publicId, datasourceId: id, wrapped: vault.wrapFor(publicId, secret) };
			return (await datasources.add(stored, access)) === 'added'
				? await issued(name.value, text)
				: takenName('datasource', name.value);
		},

		async update(name, input) {
			const domains = checkDomains(input.allowedDomains);
			if (domains.kind === 'refused') return domains;
			const onlyDomains = domains.value;
			const updated = await changeDatasource(deps, name, 'none', ({ stored, state, hosts }) => {
				if (narrows(onlyDomains, hosts)) {
					return done({
						state: { ...state, onlyDomains },
						write: { kind: 'none' },
						value: stored.name,
					});
				}
				return refused(
					`The datasource ${quoted(stored.name)} allows ${hosts}: its domains can only become fewer. Create another datasource and enter the secrets there.`,
				);
			});
			return updated.kind === 'refused' ? updated : await current(updated.value);
		},

		async delete(name, { withSecrets }) {
			return await changeDatasource(deps, name, 'none', ({ stored, state }) => {
				const before = describe(stored);
				if (before.secrets > 0 && !withSecrets) {
					return refused(
						`The datasource ${quoted(stored.name)} has secret keys (${String(before.secrets)}): delete them first, or say that they go with it.`,
					);
				}
				return done({
					state: { ...state, access: {}, secrets: {} },
					write: { kind: 'clear' },
					// Its key has to stay: the audit of its users is proven with it.
					name: stored.id,
					value: before,
				});
			});
		},

		async rotateKey(name, { graceSeconds }) {
			const grace = checkGrace(graceSeconds);
			if (grace.kind === 'refused') return grace;
			const { text, publicId, secret } = generateCredential(brand, environment, random.bytes);
			const now = clock.now();
			const graceEnd = now + grace.value * 1000;
			const rotated = await changeDatasource(deps, name, 'none', ({ stored, vault, state }) => {
				const { kept, withdrawn } = accessAfter(state, now, graceEnd);
				const access = {
					publicId,
					datasourceId: stored.id,
					wrapped: vault.wrapFor(publicId, secret),
				};
				const sealing = { number: state.sealing.number + 1, earlierUntil: graceEnd };
				return done({
					state: { ...state, sealing, access: { ...kept, [publicId]: null } },
					write: { kind: 'grant', access, withdrawn },
					value: stored.name,
				});
			});
			return rotated.kind === 'refused' ? rotated : await issued(rotated.value, text);
		},
	};
}
