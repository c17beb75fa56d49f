import { done, type Outcome, refused } from '../administration/outcome';
import { findMisplaced } from '../secrets/misplaced';
import { describeUnresolved } from '../secrets/refusal';
import { resolveHeaders, type Unresolved } from '../secrets/resolve';
import { parseLimits, parseSecretKeys, type SecretKeys } from '../secrets/secret-keys';
import type { Datasource, DatasourceSettings } from './open-datasource';
import type { SecretUse } from './secret-use-event';

/** Which datasource, what opens it, and where its secrets may go. */
export interface ResolverSettings extends DatasourceSettings {
	/** Comma-separated hosts that may receive the secrets; those of the datasource must allow them too. */
	readonly allowedDomains: string;
	/** Comma-separated ports; all where nothing is said. */
	readonly allowedPorts?: string;
	/** Comma-separated names of the only headers that may hold references; all where nothing is said. */
	readonly referenceHeaders?: string;
}

/** Header fields that are ready to be sent. They hold secrets: keep them out of logs. */
export type ReadyHeaders = Readonly<Record<string, string | string[]>>;

/** For whom a secret is sent, for the audit. */
export type UsedFor = Pick<SecretUse, 'caller' | 'origin'>;

/** Puts secret keys into the header fields of calls to one external system. */
export interface ReferenceResolver {
	/**
	 * Replaces `${_datasource.Name}` and `$<_datasource.Name>` in header values by the secrets, once
	 * the audit has each use. Give it only texts that you wrote yourself: a caller's text could name a
	 * key too.
	 *
	 * Gives a refusal, in one sentence that names the key and never a secret, where a reference cannot
	 * be resolved or its secret may not go to the destination.
	 *
	 * @param destination the absolute URL of the call; follow no redirect to another origin
	 * @throws {Fault} where the audit cannot keep the use: then nothing may be sent
	 */
	resolve(
		headers: Readonly<Record<string, string | string[]>>,
		destination: string | URL,
		usedFor?: UsedFor,
	): Promise<Outcome<ReadyHeaders>>;
}

/** What editors show in place of a secret, which somebody may have copied. */
const SHOWN_INSTEAD: ReadonlySet<string> = new Set(['***']);

/** Whose the limits are, in a program that has no credential. */
const OWNER = 'The resolver';

const inWords = (unresolved: Unresolved, keys: SecretKeys) => {
	const { message, description } = describeUnresolved(unresolved, keys);
	return refused(`${message} ${description}`);
};

/** Secrets that the program has itself, and where they may go. */
export interface GivenSecrets extends Pick<
	ResolverSettings,
	'allowedDomains' | 'allowedPorts' | 'referenceHeaders'
> {
	/** Name to secret. */
	readonly secrets: Readonly<Record<string, string>>;
}

/**
 * Resolves by secrets that the program has itself. There is no realm, so no audit has their uses.
 *
 * @returns a refusal, in one sentence that names a key and never a secret, where something of it
 * cannot be read
 */
export function resolverOf({ secrets, ...limits }: GivenSecrets): Outcome<ReferenceResolver> {
	const fields = { disabledKeys: '', referenceHeaders: '', ...limits };
	const keys = parseSecretKeys({ ...fields, secrets: JSON.stringify(secrets) }, SHOWN_INSTEAD);
	if (keys.kind === 'mistake') return refused(keys.sentence);
	const own = { ...keys, holder: "the resolver's secrets", owner: OWNER };
	return done({
		resolve: (headers, destination) => {
			const outcome = resolveIn(headers, String(destination), own);
			return Promise.resolve(
				outcome.kind === 'resolved' ? done(outcome.headers) : inWords(outcome, own),
			);
		},
	});
}

function resolveIn(headers: Readonly<Record<string, unknown>>, url: string, keys: SecretKeys) {
	const misplaced = findMisplaced({ urls: [url], query: undefined, body: undefined });
	return misplaced ?? resolveHeaders(headers, keys, url);
}

/** Opens a datasource, and resolves by its keys as they are at each call. */
export async function openResolverBy(
	open: (settings: DatasourceSettings) => Promise<Datasource>,
	{ allowedDomains, allowedPorts, referenceHeaders, ...settings }: ResolverSettings,
): Promise<Outcome<ReferenceResolver>> {
	const limits = parseLimits({ allowedDomains, allowedPorts, referenceHeaders });
	if ('kind' in limits) return refused(limits.sentence);
	const datasource = await open(settings);
	const holder = `datasource "${settings.datasource}"`;
	return done({
		async resolve(headers, destination, usedFor = {}) {
			const loaded = await datasource.keys();
			if (loaded.kind === 'refused') return loaded;
			const url = String(destination);
			const named = { holder, owner: OWNER };
			const keys = { kind: 'secret-keys', keys: loaded.value, ...limits, ...named } as const;
			const outcome = resolveIn(headers, url, keys);
			const note = async (name: string, reason?: string): Promise<void> => {
				const used = loaded.value.versionOf(name);
				await datasource.record({ ...usedFor, name, used, host: URL.parse(url)?.host, reason });
			};
			if (outcome.kind === 'unresolved') {
				// The name of a malformed one is the beginning of some text.
				const isKey = outcome.reason !== 'malformed-reference';
				if (isKey) await note(outcome.name, outcome.reason).catch(() => undefined);
				return inWords(outcome, keys);
			}
			await Promise.all(outcome.used.map((name) => note(name)));
			return done(outcome.headers);
		},
	});
}
