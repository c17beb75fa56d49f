import { graceEnd } from '../store/life-cycle';
import { checkExpiry, checkGrace } from './api-key-fields';
import {
	type ApiKeyDeps,
	current,
	issue,
	type IssuedApiKey,
	mayIssueFor,
	show,
} from './issue-api-key';
import { quoted } from './name';
import { type Outcome, refused } from './outcome';

export interface Rotation {
	readonly graceSeconds: number;
	/** A new expiry, in ISO 8601; the old one stays when absent or empty. */
	readonly expiresAt?: string;
}

/** Gives a key a new value; see `ApiKeyAdministration.rotate` (PF-6, NT-83). */
export async function rotateApiKey(
	deps: ApiKeyDeps,
	credentialId: string,
	{ graceSeconds, expiresAt }: Rotation,
): Promise<Outcome<IssuedApiKey>> {
	const now = deps.clock.now();
	const grace = checkGrace(graceSeconds);
	if (grace.kind === 'refused') return grace;
	const expiry = checkExpiry(expiresAt, now);
	if (expiry.kind === 'refused') return expiry;
	const key = await current(deps, credentialId);
	if (key.kind === 'refused') return key;
	const { state, username, version: supersedes } = key.value;
	if (state === 'revoked' || state === 'expired') {
		return refused(
			`The API key ${quoted(credentialId)} is ${state} and cannot be rotated: generate a new one.`,
		);
	}
	const may = await mayIssueFor(deps, username);
	if (may.kind === 'refused') return may;

	const { text, version } = issue(deps);
	const rotation = {
		...version,
		supersedes,
		graceEndsAt: graceEnd(key.value, now, grace.value),
		...(expiry.value === undefined ? {} : { expiresAt: expiry.value }),
	};
	if ((await deps.credentials.rotate(credentialId, rotation, now)) === 'rotated') {
		return await show(deps, credentialId, text);
	}
	return refused(
		`The API key ${quoted(credentialId)} was rotated or revoked by somebody else just now: look at it again.`,
	);
}
