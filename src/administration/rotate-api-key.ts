import { graceEnd } from '../store/life-cycle';
import { checkExpiry, checkGrace } from './api-key-fields';
import {
	type ApiKeyDeps,
	current,
	type IssuedApiKey,
	issueValue,
	mayChange,
	show,
} from './issue-api-key';
import { checkRotateBefore, notAPair } from './key-pair-fields';
import { quoted } from './name';
import { type Outcome, refused } from './outcome';

export interface Rotation {
	readonly graceSeconds: number;
	/** A new expiry, in ISO 8601; the old one stays when absent or empty. */
	readonly expiresAt?: string;
}

export interface ApiKeyRotation extends Rotation {
	/**
	 * By when a key pair is to be rotated next, in ISO 8601; as long from now as the date so far was
	 * from the making of the old secret when absent or empty.
	 */
	readonly rotateBefore?: string;
}

/** Gives a key a new value; see `ApiKeyAdministration.rotate` (PF-6, NT-83). */
export async function rotateApiKey(
	deps: ApiKeyDeps,
	credentialId: string,
	{ graceSeconds, expiresAt, rotateBefore }: ApiKeyRotation,
): Promise<Outcome<IssuedApiKey>> {
	const now = deps.clock.now();
	const grace = checkGrace(graceSeconds);
	if (grace.kind === 'refused') return grace;
	const expiry = checkExpiry(expiresAt, now);
	if (expiry.kind === 'refused') return expiry;
	const date = checkRotateBefore(rotateBefore, now);
	if (date.kind === 'refused') return date;
	const key = await current(deps, credentialId);
	if (key.kind === 'refused') return key;
	const { state, userId, pair, version: supersedes } = key.value;
	if (pair === undefined && date.value !== undefined) return notAPair(credentialId);
	if (state === 'revoked' || state === 'expired') {
		return refused(
			`The API key ${quoted(credentialId)} is ${state} and cannot be rotated: generate a new one.`,
		);
	}
	const may = await mayChange(deps, key.value);
	if (may.kind === 'refused') return may;

	const kind = pair === undefined ? 'direct' : 'pair';
	const { text, version } = issueValue(deps, kind, { userId, credentialId });
	const nextDate =
		pair?.rotateBefore === undefined ? undefined : now + (pair.rotateBefore - pair.secretSince);
	const toRotate = date.value ?? nextDate;
	const rotation = {
		...version,
		supersedes,
		graceEndsAt: graceEnd(key.value, now, grace.value),
		...(expiry.value === undefined ? {} : { expiresAt: expiry.value }),
		...(toRotate === undefined ? {} : { rotateBefore: toRotate }),
	};
	if ((await deps.credentials.rotate(credentialId, rotation, now)) === 'rotated') {
		return await show(deps, credentialId, text);
	}
	return refused(
		`The API key ${quoted(credentialId)} was rotated or revoked by somebody else just now: look at it again.`,
	);
}
