import type { DecisionEvent } from '../audit/event';
import type { SignedBody } from '../authentication/signature/signed-message';
import { keyedMacs } from '../crypto/mac';
import { runningDigest } from '../crypto/running-digest';
import type { Sodium } from '../crypto/sodium';
import { deriveSubkey } from '../crypto/subkey';
import type { Clock, Instant } from '../store/clock';
import type { MessageClaim, ReceivedMessages } from '../store/received-messages';
import { type Decided, refused } from './decide-call';
import type { RealmKeys } from './realm-keys';

const HOUR_MILLISECONDS = 3_600_000;

export interface DecisionRecorderDeps {
	readonly sodium: Sodium;
	readonly keys: Pick<RealmKeys, 'newest' | 'of'>;
	readonly messages: ReceivedMessages;
	readonly clock: Clock;
	/** Keeps an event, and the claim with it or neither. */
	readonly record: (event: DecisionEvent, claim?: MessageClaim) => Promise<void>;
	/** Takes back what a failed `record` may have left of a claim. */
	readonly settle: (claim: MessageClaim) => Promise<void>;
}

/**
 * Writes decisions into the audit. A signed message is claimed in the same transaction, so that it is
 * run once, whichever process has it, and is not lost where the audit cannot be written (NT-73).
 */
export function decisionRecorder(deps: DecisionRecorderDeps) {
	const { sodium, keys, messages, clock, record, settle } = deps;
	let forgotAt = Number.NEGATIVE_INFINITY;

	const sha256 = (bytes: string | Uint8Array): string => {
		const digest = runningDigest();
		digest.add(bytes);
		return digest.end();
	};
	/** Keyed, so that a body that can be guessed cannot be found by its digest. */
	const digestOf = (body: Uint8Array, version: number): string | undefined => {
		const key = keys.of(version);
		if (key === undefined) return undefined;
		const macs = keyedMacs(sodium, deriveSubkey(sodium, key.bytes, 'messages'));
		return `${String(version)}.${macs.of(Buffer.from(sha256(body)))}`;
	};
	const claimOf = ({ id, signedBy, keptSeconds, body }: SignedBody): MessageClaim => {
		const claimedAt = clock.now();
		return {
			credentialId: signedBy,
			messageId: sha256(id),
			digest: digestOf(body, keys.newest().version) ?? '',
			claimedAt,
			expiresAt: claimedAt + keptSeconds * 1000,
		};
	};
	/** What becomes of a message whose id was there before. */
	const repeated = (decided: Decided, { body, onRepeat }: SignedBody, seen: string): Decided => {
		const { caller, verdict } = decided;
		const credentialId = caller?.credentialId;
		if (onRepeat === 'refuse') {
			return { caller: undefined, verdict: refused('message-repeated', credentialId) };
		}
		const isSame = digestOf(body, Number.parseInt(seen, 10)) === seen;
		if (!isSame || caller === undefined || verdict.kind !== 'accepted') {
			return { caller: undefined, verdict: refused('message-changed', credentialId) };
		}
		return { caller, verdict: { ...verdict, kind: 'repeated' } };
	};
	const forgetHourly = (now: Instant): void => {
		if (now - forgotAt < HOUR_MILLISECONDS) return;
		forgotAt = now;
		// What could not be deleted now is deleted another time.
		messages.forget(now).catch(() => undefined);
	};

	return async (decided: Decided, eventOf: (decided: Decided) => DecisionEvent) => {
		const { message, verdict } = decided;
		if (message === undefined || verdict.kind !== 'accepted' || verdict.told !== undefined) {
			await record(eventOf(decided));
			return decided;
		}
		const claim = claimOf(message);
		const find = async () => await messages.find(claim, claim.claimedAt);
		const seen = async () => {
			if ((await find()) === undefined) return undefined;
			await settle(claim);
			return await find();
		};
		let before = await seen();
		if (before === undefined) {
			try {
				await record(eventOf(decided), claim);
				forgetHourly(claim.claimedAt);
				return decided;
			} catch (error) {
				// Another call may have claimed it in between; whatever else it was, it stays that.
				before = await seen().catch(() => undefined);
				if (before === undefined) throw error;
			}
		}
		const again = repeated(decided, message, before);
		await record(eventOf(again));
		return again;
	};
}
