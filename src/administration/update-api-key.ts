import type { ApiKeyChange } from '../store/api-keys';
import type { RateLimit } from '../store/rate-buckets';
import { checkAddresses, checkApplications } from './api-key-fields';
import {
	type ApiKeyDeps,
	current,
	type DescribedApiKey,
	mayChange,
	mayIssueFor,
	unknownKey,
} from './issue-api-key';
import { checkPairUpdate, type KeyPairUpdate, notAPair } from './key-pair-fields';
import { checkName, quoted } from './name';
import { type Outcome, refused } from './outcome';
import { checkRateLimit } from './rate-limit';

/** What is to be different; what is absent stays. */
export interface ApiKeyUpdate extends KeyPairUpdate {
	readonly name?: string;
	readonly addresses?: readonly string[] | 'any';
	readonly applications?: readonly string[] | 'all';
	readonly rateLimit?: RateLimit | 'none';
}

async function checkUpdate(deps: ApiKeyDeps, update: ApiKeyUpdate): Promise<Outcome<ApiKeyChange>> {
	const change: { -readonly [Part in keyof ApiKeyChange]: ApiKeyChange[Part] } = {};
	if (update.name !== undefined) {
		const name = checkName('name of the API key', update.name);
		if (name.kind === 'refused') return name;
		change.name = name.value;
	}
	if (update.addresses !== undefined) {
		const addresses = checkAddresses(update.addresses === 'any' ? undefined : update.addresses);
		if (addresses.kind === 'refused') return addresses;
		change.addresses = addresses.value;
	}
	if (update.applications !== undefined) {
		const named = update.applications === 'all' ? undefined : update.applications;
		const limitedTo = await checkApplications(deps.applications, named);
		if (limitedTo.kind === 'refused') return limitedTo;
		change.applications = limitedTo.value;
	}
	if (update.rateLimit !== undefined) {
		const limit = checkRateLimit(update.rateLimit === 'none' ? undefined : update.rateLimit);
		if (limit.kind === 'refused') return limit;
		change.rateLimit = limit.value;
	}
	const pair = await checkPairUpdate(deps, update, deps.clock.now());
	if (pair.kind === 'refused') return pair;
	if (pair.value !== undefined) change.pair = pair.value;
	return { kind: 'done', value: change };
}

/** Changes the name and the limits of a key, whose value stays. */
export async function updateApiKey(
	deps: ApiKeyDeps,
	credentialId: string,
	update: ApiKeyUpdate,
): Promise<Outcome<DescribedApiKey>> {
	const change = await checkUpdate(deps, update);
	if (change.kind === 'refused') return change;
	if (Object.keys(change.value).length === 0) {
		return refused(
			`Nothing to change for the API key ${quoted(credentialId)}: add a field to update.`,
		);
	}
	const key = await current(deps, credentialId);
	if (key.kind === 'refused') return key;
	const { pair } = change.value;
	if (pair !== undefined && key.value.pair === undefined) return notAPair(credentialId);
	const may = await mayChange(deps, key.value);
	if (may.kind === 'refused') return may;
	if (pair?.reach !== undefined) {
		const mayGive = await mayIssueFor(deps, key.value.userId, pair.reach);
		if (mayGive.kind === 'refused') return mayGive;
	}
	const changed = await deps.keys.change(credentialId, change.value);
	return changed === 'unknown' ? unknownKey(credentialId) : await current(deps, credentialId);
}
