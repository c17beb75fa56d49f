/** Which answers of a trigger are kept, and how long. */
export interface AnswerPlan {
	/** Whether the caller is answered at once and asks for the answer later. */
	readonly isPolled: boolean;
	readonly idempotency: 'off' | 'accepted' | 'required';
	/** When a run that has not answered counts as lost. */
	readonly deadlineMilliseconds: number;
	/** How long an answer is kept once it is there. */
	readonly retentionMilliseconds: number;
}
