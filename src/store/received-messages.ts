import type { Compilable } from 'kysely';

import type { Instant } from './clock';
import { compiledOnce, OPEN } from './compiled-once';
import type { Store } from './store';
import { writeInParts } from './write-in-parts';

/** A signed message that is to be run, and only once. */
export interface MessageClaim {
	readonly credentialId: string;
	/** Digest of the id of the message. */
	readonly messageId: string;
	readonly digest: string;
	readonly claimedAt: Instant;
	readonly expiresAt: Instant;
}

/** The signed messages that were let in. */
export interface ReceivedMessages {
	/** The digest of the message of this id; `undefined` where there is none, or none any more. */
	find(
		message: Pick<MessageClaim, 'credentialId' | 'messageId'>,
		now: Instant,
	): Promise<string | undefined>;
	/** Forgets those that cannot come again. */
	forget(now: Instant): Promise<void>;
}

const place = OPEN as never;

export function receivedMessagesOf(store: Store): ReceivedMessages {
	const { db } = store;
	const byId = compiledOnce(
		'received-message',
		db
			.selectFrom('received_message')
			.select('digest')
			.where('credential_id', '=', OPEN)
			.where('message_id', '=', OPEN)
			.where('expires_at', '>', place),
	);
	return {
		async find({ credentialId, messageId }, now) {
			const { rows } = await db.executeQuery(byId([credentialId, messageId, now]).compile());
			return rows[0]?.digest;
		},
		async forget(now) {
			await writeInParts(store, (most) =>
				db
					.deleteFrom('received_message')
					.where(({ eb, refTuple, selectFrom }) =>
						eb(
							refTuple('credential_id', 'message_id'),
							'in',
							selectFrom('received_message')
								.select(['credential_id', 'message_id'])
								.where('expires_at', '<=', now)
								.limit(most)
								.$asTuple('credential_id', 'message_id'),
						),
					),
			);
		},
	};
}

/** The statements that claim a message. They fail where somebody else has it. */
export function claimingOf({ db }: Store): (claim: MessageClaim) => readonly Compilable[] {
	const forget = compiledOnce(
		'forget-message',
		db
			.deleteFrom('received_message')
			.where('credential_id', '=', OPEN)
			.where('message_id', '=', OPEN)
			.where('expires_at', '<=', place),
	);
	const claimed = compiledOnce(
		'claim-message',
		db
			.insertInto('received_message')
			.values({ credential_id: OPEN, message_id: OPEN, digest: OPEN, expires_at: place }),
	);
	return ({ credentialId, messageId, digest, claimedAt, expiresAt }) => [
		forget([credentialId, messageId, claimedAt]),
		claimed([credentialId, messageId, digest, expiresAt]),
	];
}

/** The statements that take claims back, and leave alone what somebody else has claimed since. */
export function takingBackOf({ db }: Store): (claim: MessageClaim) => Compilable {
	return ({ credentialId, messageId, digest, expiresAt }) =>
		db
			.deleteFrom('received_message')
			.where('credential_id', '=', credentialId)
			.where('message_id', '=', messageId)
			.where('digest', '=', digest)
			.where('expires_at', '=', expiresAt);
}
