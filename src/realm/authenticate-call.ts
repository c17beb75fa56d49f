import type { Clock } from '../store/clock';
import { admitCall } from './admit-call';
import type { countedRefusals } from './counted-refusals';
import { decideCall, type Verdict } from './decide-call';
import { decisionEvent, triggerName } from './decision-event';
import type { lastUses } from './last-uses';
import type { Realm } from './realm';
import type { RealmAnswers } from './realm-answers';
import type { decisionRecorder } from './record-decision';

interface AuthenticateDeps {
	readonly decisionDeps: Parameters<typeof decideCall>[0];
	readonly answers: RealmAnswers;
	readonly throttled: ReturnType<typeof countedRefusals>;
	readonly recordDecision: ReturnType<typeof decisionRecorder>;
	readonly uses: ReturnType<typeof lastUses>;
	readonly clock: Clock;
	/** UUID of the realm. */
	readonly tenant: string;
}

/** Decides a call, and has the decision in the audit before anybody learns of it. */
export function authenticateCall(deps: AuthenticateDeps): Realm['authenticate'] {
	const { decisionDeps, answers, throttled, recordDecision, uses, clock, tenant } = deps;
	return async (message, policy, context) => {
		const { address } = message;
		const decided = await decideCall(decisionDeps, message, policy, triggerName(context));
		const before = decided.verdict;
		if (before.kind === 'refused' && before.reason === 'too-many-failed-attempts') {
			throttled.note(address);
			return before;
		}
		const at = { ...context, address };
		// Until it is known otherwise, as what began to be kept may not have been acknowledged.
		let isKept = policy.answers !== undefined;
		const decide = async (): Promise<Verdict> => {
			const admitted = await admitCall(answers, decided, message, policy.answers, context);
			isKept = admitted.verdict.kind === 'accepted' && admitted.verdict.isKept === true;
			const recorded = await recordDecision(admitted, (each) =>
				decisionEvent(each, at, tenant, clock.now()),
			);
			return recorded.verdict;
		};
		const forget = async (): Promise<void> => {
			if (isKept) await answers.forget(context.requestId);
		};
		const verdict = await decide().catch(async (error: unknown) => {
			await forget();
			throw error;
		});
		if (verdict.kind !== 'accepted') await forget();
		if (verdict.kind === 'accepted' && verdict.caller.credentialId !== null) {
			uses.note(verdict.caller.credentialId, { at: clock.now(), address });
		}
		return verdict;
	};
}
