import type { Outcome } from '../administration/outcome';
import type { Policy } from '../authorization/may-call';
import type { HttpMessage } from '../http/message';
import { systemPorts } from './system-ports';
import type { CallContext, Realm, Verdict } from './realm';
import {
	openResolverBy,
	type ReferenceResolver,
	type ResolverSettings,
} from './reference-resolver';
import { newRequestId as requestIdBy } from './request-id';
import type { RealmSettings } from './settings';
import { sharedRealms } from './shared-realms';

export { Fault, type FaultCode } from '../store/fault';

/** What an address of your server demands of its callers. */
export type ServedPolicy = Omit<Policy, 'answers'>;

/** What the audit notes of a call beside what the message says. */
export type ServedCall = Pick<CallContext, 'requestId' | 'traceId' | 'trigger'>;

/** An open realm, as a server of yours has it. */
export interface ServedRealm extends Pick<Realm, 'id' | 'name' | 'administer' | 'audit'> {
	/**
	 * Decides whether the sender of a message may make this call, and as whom. The audit has the
	 * decision before this resolves. `repeated` is a signed message that was let in before: answer it,
	 * and run nothing. Whatever the verdict, its `fields` belong into the answer.
	 *
	 * @param call names the call, and in `trigger` your server (`workflow`) and its address (`node`):
	 * the audit shows them, and limits are counted by them
	 * @throws {Fault} where the database is not there: answer with `unavailable`, and let nobody in
	 */
	authenticate(message: HttpMessage, policy: ServedPolicy, call: ServedCall): Promise<Verdict>;
	/**
	 * Whether callers could meet a policy at all: its application and privileges are known, its schemas
	 * can be used. Ask once, when the server starts.
	 */
	checkPolicy(policy: ServedPolicy): Promise<Outcome<ServedPolicy>>;
}

const shared = sharedRealms({
	...systemPorts,
	warn: (sentence) => {
		process.emitWarning(sentence, 'IncomingApiWarning');
	},
});

/**
 * Opens a realm, or creates it where there is none of that name. Settings that mean the same realm
 * share one in this process. What an operator should see to is emitted as a warning of the process,
 * named `IncomingApiWarning`.
 *
 * @returns the realm, and whether this very call made it
 * @throws {Fault} `wrong-passphrase`, after which nothing has been written, or what is wrong with the
 * database, in one sentence that says what to do
 */
export async function openRealm(
	settings: RealmSettings,
): Promise<{ readonly realm: ServedRealm; readonly created: boolean }> {
	const { realm, created } = await shared.open(settings);
	return { realm, created };
}

/**
 * Opens a datasource of a realm that is there, by its own key and without the realm's passphrase, to
 * put its secret keys into calls.
 *
 * @returns a refusal, in one sentence, where the lists of hosts, ports or headers cannot be read;
 * whether the datasource key opens the datasource shows at the first call
 * @throws {Fault} `unknown-realm`
 */
export async function openResolver(
	settings: ResolverSettings,
): Promise<Outcome<ReferenceResolver>> {
	return await openResolverBy(shared.openDatasource, settings);
}

/** Writes what is in memory only and closes every realm and resolver of this process. */
export async function closeRealms(): Promise<void> {
	await shared.close();
}

/** A new id for a call: a UUID of version 7, so that ids sort by time. */
export function newRequestId(): string {
	return requestIdBy(systemPorts);
}
