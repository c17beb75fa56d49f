import { type ICredentialDataDecryptedObject, type INode, LoggerProxy } from 'n8n-workflow';

import { systemPorts } from '../realm/system-ports';
import type { Datasource } from '../realm/open-datasource';
import type { Realm } from '../realm/realm';
import type * as SharedRealmsModule from '../realm/shared-realms';
import type { Opened, SharedRealms } from '../realm/shared-realms';
import { hourly } from './hourly';
import { parseDatasourceSettings, parseRealmSettings } from './realm-settings';
import { saveOnShutdown } from './save-on-shutdown';

export const REALM_CREDENTIAL = 'accessRealmApi';

/**
 * How long a call may still go by what an Access Realm credential said before it was changed:
 * reading it anew costs n8n a database query and an expression pass.
 */
export const CREDENTIAL_STALENESS_SECONDS = 5;

/** The part of n8n's contexts that leads to a realm; they all have it. */
export interface RealmContext {
	getNode(): INode;
	getCredentials(type: string, itemIndex?: number): Promise<ICredentialDataDecryptedObject>;
}

/** A credential that names no usable realm. The message says what to do. */
export class UnusableCredential extends Error {}

const warn = hourly(systemPorts.clock, (sentence) => {
	LoggerProxy.warn(`incoming-api: ${sentence}`);
});
let opened: SharedRealms | undefined;
let stopSaving: (() => void) | undefined;
const recent = new Map<string, { readonly opened: Promise<Realm>; readonly readAt: number }>();

/** n8n loads every package when it starts, also where no realm is ever opened. */
function shared(): SharedRealms {
	const { sharedRealms } = require('../realm/shared-realms') as typeof SharedRealmsModule;
	return (opened ??= sharedRealms({ ...systemPorts, warn }));
}

/** Opens the realm that a credential's fields name. */
export async function openRealmBy(fields: ICredentialDataDecryptedObject): Promise<Opened> {
	const parsed = parseRealmSettings(fields, process.env, process.argv[2]);
	if (parsed.kind === 'refused') throw new UnusableCredential(parsed.sentence);
	stopSaving ??= saveOnShutdown(shared().save);
	return await shared().open(parsed.settings);
}

/** Opens the datasource that the fields of a Secret Keys credential name. */
export async function openDatasourceBy(
	fields: ICredentialDataDecryptedObject,
): Promise<Datasource> {
	const parsed = parseDatasourceSettings(fields, process.env, process.argv[2]);
	if (parsed.kind === 'refused') throw new UnusableCredential(parsed.sentence);
	return await shared().openDatasource(parsed.settings);
}

/** The realm of a node's Access Realm credential, which is read anew: for actions. */
export async function realmOf(context: RealmContext, itemIndex?: number): Promise<Realm> {
	const fields = await context.getCredentials(REALM_CREDENTIAL, itemIndex);
	return (await openRealmBy(fields)).realm;
}

/**
 * The same, but read at most every few seconds: for incoming calls. A failure is kept as long, so
 * that calls to a trigger with a wrong passphrase do not each pay for Argon2id.
 */
export async function recentRealmOf(context: RealmContext): Promise<Realm> {
	const id = context.getNode().credentials?.[REALM_CREDENTIAL]?.id;
	if (!id) return await realmOf(context);
	const now = systemPorts.clock.now();
	const known = recent.get(id);
	if (known && now - known.readAt < CREDENTIAL_STALENESS_SECONDS * 1000) return await known.opened;
	const opened = realmOf(context);
	recent.set(id, { opened, readAt: now });
	return await opened;
}

/** Closes every realm of this process. */
export async function closeRealms(): Promise<void> {
	recent.clear();
	stopSaving?.();
	stopSaving = undefined;
	await opened?.close();
}
