import { UserError } from 'n8n-workflow';
import type { SecretUse } from '../realm/secret-use-event';
import type { Unresolved, UnresolvedReason } from '../secrets/resolve';
import { describeUnresolved, type Refusal } from '../secrets/refusal';
import type { SecretKeys } from '../secrets/secret-keys';
import type { RealmKeys } from './secret-keys-fields';
import { contextOfUse } from './secret-use-context';

const isOfRealm = (keys: SecretKeys): keys is RealmKeys => 'datasource' in keys;

/**
 * Notes a use where it can be noted: keys of a realm there, those of a credential in the realm that the
 * node names. n8n tells a credential alone of none.
 */
async function record(
	keys: SecretKeys,
	name: string,
	destination: string,
	reason?: string,
): Promise<void> {
	const { origin, caller, ledger } = contextOfUse() ?? {};
	const host = URL.parse(destination)?.host;
	const use: SecretUse = { name, used: undefined, host, reason, origin, caller };
	if (isOfRealm(keys)) {
		await keys.datasource.record({ ...use, used: keys.keys.versionOf(name) });
	} else if (ledger !== undefined) {
		await (await ledger.realm()).recordUse(use, ledger.credential);
	}
}

/**
 * Notes in the audit that these keys are about to be sent.
 *
 * @throws {UserError} where it cannot be noted: then nothing may be sent
 */
export async function recordUses(
	keys: SecretKeys,
	names: readonly string[],
	destination: string,
): Promise<void> {
	try {
		await Promise.all(names.map((name) => record(keys, name, destination)));
	} catch (error) {
		throw new UserError(
			`Secret key "${names[0] ?? ''}" cannot be used: the audit cannot note it.`,
			{
				description: error instanceof Error ? error.message : 'See that the realm can be written.',
			},
		);
	}
}

/** A key that was not sent, for the audit. */
export interface RefusedUse {
	readonly name: string;
	readonly reason: UnresolvedReason | 'other-origin' | 'proxy-without-tls';
}

/** Why an item's request is not sent; `use` where it is a key that may not be sent. */
export interface Refused {
	readonly refusal: Refusal;
	readonly use?: RefusedUse;
}

/** Puts a reference that is not resolved into words, and keeps what the audit has to note. */
export function refuseReference(unresolved: Unresolved, keys: SecretKeys): Refused {
	return { refusal: describeUnresolved(unresolved, keys), use: unresolved };
}

/** Notes that a key was not sent. It stays refused where that cannot be noted. */
export async function recordRefusal(
	keys: SecretKeys,
	{ name, reason }: RefusedUse,
	destination: string,
): Promise<void> {
	// Its name is the beginning of some text, and no key's.
	if (reason === 'malformed-reference') return;
	await record(keys, name, destination, reason).catch(() => undefined);
}
