import type { Origin, SecretUseEvent } from '../audit/event';
import type { KeyVersion } from '../secrets/datasource-keys';
import type { Instant } from '../store/clock';

/** Who called a workflow, as far as it is known. */
export interface UseCaller {
	readonly user?: string | undefined;
	readonly actor?: string | undefined;
	readonly client?: string | undefined;
	readonly requestId?: string | undefined;
}

/** A secret key that is about to be sent, or was refused to be. */
export interface SecretUse {
	readonly name: string;
	/** Which value, where the realm has it and the name is known. */
	readonly used: KeyVersion | undefined;
	readonly host: string | undefined;
	/** Why it was refused; it is used when absent. */
	readonly reason?: string | undefined;
	readonly origin?: Origin | undefined;
	readonly caller?: UseCaller | undefined;
}

/** What holds the key: a datasource of the realm, or a credential of n8n's by name and id. */
export type KeyHolder = { readonly datasource: string } | { readonly credential: string };

/** What the audit keeps of a use. */
export function secretUseEvent(
	{ name, used, host, reason, origin = {}, caller = {} }: SecretUse,
	holder: KeyHolder,
	tenant: string,
	time: Instant,
): SecretUseEvent {
	const { user, actor, client, requestId } = caller;
	return {
		kind: 'secretUse',
		time,
		tenant,
		origin,
		datasource: 'datasource' in holder ? holder.datasource : undefined,
		credential: 'credential' in holder ? holder.credential : undefined,
		secret: name,
		credentialId: used?.credentialId,
		version: used?.version,
		host,
		user,
		actor,
		client,
		requestId,
		decision: reason === undefined ? 'used' : 'refused',
		reason,
	};
}
