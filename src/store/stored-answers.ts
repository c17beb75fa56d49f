import { sql } from 'kysely';

import type { WrappedKey } from '../crypto/wrapped-key';
import type { Instant } from './clock';
import { DAY_MILLISECONDS } from './clock';
import type { StoredAnswerRow } from './stored-answer-row';
import type { Store } from './store';
import { writeInParts } from './write-in-parts';

/** How long it is known of an answer that it was there, after it is gone. */
export const TOMBSTONE_MILLISECONDS = DAY_MILLISECONDS;

/** A run whose answer is kept, from before it starts. */
export interface NewStoredAnswer {
	readonly requestId: string;
	/** Names the trigger within the realm. */
	readonly trigger: string;
	/** Whose answer it is: a text that is the same for every call of one caller, and of no other. */
	readonly owner: string;
	readonly createdAt: Instant;
	readonly deadlineAt: Instant;
	readonly expiresAt: Instant;
	/** Keyed digest by which a repeated request is found; of several one is added. */
	readonly onceKey: string | undefined;
	readonly fingerprint: string | undefined;
}

export interface StoredAnswer extends NewStoredAnswer {
	readonly state: 'running' | 'answered' | 'failed';
	/** Why the run failed. */
	readonly problem: string | undefined;
	/** The answer, under the realm key of this version; not there before, and no longer after. */
	readonly content: EncryptedAnswer | undefined;
}

export interface EncryptedAnswer extends WrappedKey {
	readonly keyVersion: number;
}

export type AnswerEnd =
	| { readonly state: 'answered'; readonly content: EncryptedAnswer }
	| { readonly state: 'failed'; readonly problem: string };

/** The kept answers of one realm. Every change is atomic. */
export interface StoredAnswers {
	/** `known` where a request with the same key was there before; nothing is written then. */
	add(answer: NewStoredAnswer, now: Instant): Promise<'added' | 'known'>;
	find(requestId: string): Promise<StoredAnswer | undefined>;
	/** The one with any of these keys that is not gone. */
	findOnce(onceKeys: readonly string[], now: Instant): Promise<StoredAnswer | undefined>;
	/** Ends a run, once; what is no longer running keeps its end. */
	end(requestId: string, end: AnswerEnd, expiresAt: Instant): Promise<void>;
	remove(requestIds: readonly string[]): Promise<void>;
	/** Deletes what is gone; how many rows are left. */
	prune(now: Instant): Promise<number>;
}

function fromRow(row: StoredAnswerRow): StoredAnswer {
	const { nonce, ciphertext, commitment, key_version: keyVersion } = row;
	const isThere = ciphertext !== null && nonce !== null && commitment !== null;
	return {
		requestId: row.request_id,
		trigger: row.trigger_name,
		owner: row.owner,
		state: row.state,
		createdAt: row.created_at,
		deadlineAt: row.deadline_at,
		expiresAt: row.expires_at,
		onceKey: row.once_key ?? undefined,
		fingerprint: row.fingerprint ?? undefined,
		problem: row.problem ?? undefined,
		content:
			isThere && keyVersion !== null ? { nonce, ciphertext, commitment, keyVersion } : undefined,
	};
}

/** Few, as one answer may have many MiB. */
const ANSWERS_OF_A_PART = 20;

const NO_CONTENT = { nonce: null, ciphertext: null, commitment: null, key_version: null };

export function storedAnswersOf(store: Store, realmId: string): StoredAnswers {
	const { db } = store;
	const select = () => db.selectFrom('stored_answer').selectAll().where('realm_id', '=', realmId);
	const update = () => db.updateTable('stored_answer').where('realm_id', '=', realmId);

	return {
		async add(answer, now) {
			const { onceKey = null } = answer;
			const release = update()
				.set({ once_key: null })
				.where('once_key', '=', onceKey)
				.where('expires_at', '<=', now);
			const insert = db
				.insertInto('stored_answer')
				.values({
					realm_id: realmId,
					request_id: answer.requestId,
					trigger_name: answer.trigger,
					owner: answer.owner,
					state: 'running',
					created_at: answer.createdAt,
					deadline_at: answer.deadlineAt,
					expires_at: answer.expiresAt,
					once_key: onceKey,
					fingerprint: answer.fingerprint ?? null,
					problem: null,
					...NO_CONTENT,
				})
				.onConflict((conflict) => conflict.columns(['realm_id', 'once_key']).doNothing());
			const statements = onceKey === null ? [insert] : [release, insert];
			const results = await store.transaction(statements);
			return results.at(-1)?.changes === 1 ? 'added' : 'known';
		},
		async find(requestId) {
			const row = await select().where('request_id', '=', requestId).executeTakeFirst();
			return row && fromRow(row);
		},
		async findOnce(onceKeys, now) {
			if (onceKeys.length === 0) return undefined;
			const row = await select()
				.where('once_key', 'in', onceKeys)
				.where('expires_at', '>', now)
				.executeTakeFirst();
			return row && fromRow(row);
		},
		async end(requestId, end, expiresAt) {
			const { keyVersion = null, ...content } =
				end.state === 'answered' ? end.content : { ...NO_CONTENT, keyVersion: null };
			await update()
				.set({
					state: end.state,
					problem: end.state === 'failed' ? end.problem : null,
					expires_at: expiresAt,
					nonce: content.nonce,
					ciphertext: content.ciphertext,
					commitment: content.commitment,
					key_version: keyVersion,
				})
				.where('request_id', '=', requestId)
				.where('state', '=', 'running')
				.execute();
		},
		async remove(requestIds) {
			await db
				.deleteFrom('stored_answer')
				.where('realm_id', '=', realmId)
				.where('request_id', 'in', requestIds)
				.execute();
		},
		async prune(now) {
			const expired = (at: Instant, most: number) =>
				db
					.selectFrom('stored_answer')
					.select('request_id')
					// As an expression: SQLite would go through all rows of the realm for each part.
					.where(sql<string>`realm_id || ''`, '=', realmId)
					.where('expires_at', '<=', at)
					.limit(most);
			const withContent = (most: number) =>
				expired(now, most)
					.where(({ or, eb }) =>
						or([eb('ciphertext', 'is not', null), eb('once_key', 'is not', null)]),
					)
					// The latest: those before have lost theirs.
					.orderBy('expires_at', 'desc');
			await writeInParts(
				store,
				(most) =>
					update()
						.set({ ...NO_CONTENT, once_key: null, fingerprint: null })
						.where('request_id', 'in', withContent(most)),
				ANSWERS_OF_A_PART,
			);
			await writeInParts(store, (most) =>
				db
					.deleteFrom('stored_answer')
					.where('realm_id', '=', realmId)
					.where('request_id', 'in', expired(now - TOMBSTONE_MILLISECONDS, most)),
			);
			const { left } = await db
				.selectFrom('stored_answer')
				.select(({ fn }) => fn.countAll<number>().as('left'))
				.where('realm_id', '=', realmId)
				.executeTakeFirstOrThrow();
			return Number(left);
		},
	};
}
