import { answerBytes, answerFromBytes } from '../answers/answer-bytes';
import { framed } from '../answers/framed';
import type { AnswerPlan } from '../answers/plan';
import { repetitionOf, type Repetition, stateAt, type StoredState } from '../answers/stored-state';
import { keyedMacs } from '../crypto/mac';
import { deriveSubkey, type Purpose } from '../crypto/subkey';
import { unwrapKey, wrapKey } from '../crypto/wrapped-key';
import type { CapturedAnswer } from '../http/captured-answer';
import type { ProblemKind } from '../http/problem';
import { type StoredAnswer, storedAnswersOf } from '../store/stored-answers';
import { forgetAnswers } from './forget-answers';
import type { RealmParts } from './realm';
import type { RealmKey } from './realm-key';
import { type AnswerSweeper, sweepAnswers } from './sweep-answers';

/** How a run ended, for whoever asks for its answer. */
export type RunEnd =
	{ readonly kind: 'answered'; readonly answer: CapturedAnswer } | { readonly kind: ProblemKind };

/** A run whose answer is to be kept, before it starts. */
export interface StartedRun {
	readonly requestId: string;
	readonly trigger: string;
	readonly owner: string;
}

/** What a repeated request shows again, and what it consists of. `label` says which kind of key it is. */
export interface Once {
	readonly label: string;
	readonly key: string;
	readonly request: Uint8Array;
}

/** What there is to tell of a run. */
export type ToldAnswer =
	| { readonly state: Exclude<StoredState, 'answered' | 'failed'>; readonly requestId: string }
	| { readonly state: 'failed'; readonly requestId: string; readonly problem: ProblemKind }
	| { readonly state: 'answered'; readonly requestId: string; readonly answer: CapturedAnswer };

export type Started =
	| { readonly kind: 'started' }
	| { readonly kind: Exclude<Repetition, 'same-request'> }
	| { readonly kind: 'same-request'; readonly told: ToldAnswer };

/** Answers that the realm keeps for their callers. */
export interface RealmAnswers {
	/** Of several requests with the same key one is started, whichever process they come to. */
	start(run: StartedRun, plan: AnswerPlan, once?: Once): Promise<Started>;
	/** Keeps how a run ended; a run that nobody has started is not kept. */
	end(requestId: string, end: RunEnd, plan: AnswerPlan): Promise<void>;
	/** Forgets a run that did not come about. Does not fail: what cannot be done now is done later. */
	forget(requestId: string): Promise<void>;
	/** `undefined` where no such run is known. */
	find(
		requestId: string,
	): Promise<
		{ readonly owner: string; readonly trigger: string; tell(): Promise<ToldAnswer> } | undefined
	>;
}

export interface OpenAnswers extends RealmAnswers {
	close(): Promise<void>;
}

export function realmAnswers({ sodium, random, clock, store, row, keys }: RealmParts): OpenAnswers {
	const stored = storedAnswersOf(store, row.id);
	const sweeper: AnswerSweeper = sweepAnswers(async () => {
		await forgetting.goOn();
		return await stored.prune(clock.now());
	});
	const forgetting = forgetAnswers(stored.remove, sweeper.start);
	const subkey = ({ bytes }: RealmKey, purpose: Purpose) => deriveSubkey(sodium, bytes, purpose);
	const digest = (key: RealmKey, message: Uint8Array): string =>
		keyedMacs(sodium, subkey(key, 'repetition')).of(message);
	/** A moved row opens for nobody: an answer belongs to its run, trigger and owner. */
	const contextOf = ({ requestId, trigger, owner }: StartedRun) =>
		framed(['incoming-api/answer/v1', row.id, requestId, trigger, owner]);
	/** Keys from before a rotation, by which a request may have been known. */
	const olderKeys = (): readonly RealmKey[] =>
		Array.from({ length: keys.newest().version - 1 }, (_, index) => keys.of(index + 1)).filter(
			(key) => key !== undefined,
		);

	const tell = async (answer: StoredAnswer): Promise<ToldAnswer> => {
		const { requestId, content } = answer;
		const state = stateAt(answer, clock.now());
		if (state === 'failed') {
			return { state, requestId, problem: answer.problem as ProblemKind };
		}
		if (state !== 'answered') return { state, requestId };
		if (content === undefined) return { state: 'gone', requestId };
		await keys.need(content.keyVersion);
		const key = keys.of(content.keyVersion);
		const bytes = key && unwrapKey(sodium, subkey(key, 'answers'), content, contextOf(answer));
		// Somebody has changed the row: there is no answer that could be trusted.
		if (bytes === undefined) return { state: 'failed', requestId, problem: 'unavailable' };
		return { state, requestId, answer: answerFromBytes(bytes) };
	};

	const digestsBy = (key: RealmKey, { trigger, owner }: StartedRun, once: Once) => ({
		onceKey: digest(key, framed([once.label, trigger, owner, once.key])),
		fingerprint: digest(key, once.request),
	});

	return {
		async start(run, plan, once) {
			// One of them may be an earlier try of this very request.
			await forgetting.goOn();
			const now = clock.now();
			const deadlineAt = now + plan.deadlineMilliseconds;
			const digests = once && digestsBy(keys.newest(), run, once);
			const repetition = async (): Promise<Started | undefined> => {
				if (once === undefined) return undefined;
				for (const key of [...olderKeys(), keys.newest()]) {
					const { onceKey, fingerprint } = digestsBy(key, run, once);
					const first = await stored.findOnce([onceKey], now);
					if (first === undefined) continue;
					const kind = repetitionOf(first, fingerprint, now);
					// Whoever asks later has an answer to the call itself: where to ask.
					const isAnswered = kind === 'same-request' || (kind === 'still-running' && plan.isPolled);
					return isAnswered ? { kind: 'same-request', told: await tell(first) } : { kind };
				}
				return undefined;
			};
			if (once !== undefined && olderKeys().length > 0) {
				const known = await repetition();
				if (known !== undefined) return known;
			}
			const added = await stored.add(
				{
					...run,
					createdAt: now,
					deadlineAt,
					expiresAt: deadlineAt + plan.retentionMilliseconds,
					onceKey: digests?.onceKey,
					fingerprint: digests?.fingerprint,
				},
				now,
			);
			sweeper.start();
			if (added === 'added') return { kind: 'started' };
			return (await repetition()) ?? { kind: 'still-running' };
		},
		async end(requestId, end, plan) {
			const run = await stored.find(requestId);
			if (run === undefined) return;
			const expiresAt = clock.now() + plan.retentionMilliseconds;
			if (end.kind !== 'answered') {
				return await stored.end(requestId, { state: 'failed', problem: end.kind }, expiresAt);
			}
			const { answer } = end as Extract<RunEnd, { kind: 'answered' }>;
			const key = keys.newest();
			const wrapped = wrapKey(
				sodium,
				subkey(key, 'answers'),
				answerBytes(answer),
				contextOf(run),
				random.bytes,
			);
			const content = { ...wrapped, keyVersion: key.version };
			await stored.end(requestId, { state: 'answered', content }, expiresAt);
		},
		forget: forgetting.forget,
		async find(requestId) {
			const found = await stored.find(requestId);
			if (found === undefined) return undefined;
			sweeper.start();
			return { owner: found.owner, trigger: found.trigger, tell: () => tell(found) };
		},
		async close() {
			sweeper.stop();
			// What cannot be forgotten any more is over at its deadline.
			await forgetting.goOn().catch(() => undefined);
		},
	};
}
