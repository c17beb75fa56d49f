import type { SignAnswer } from '../realm/realm';

interface AnyAnswer {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | Uint8Array;
}

/** Adds the fields that sign an answer where its caller expects them (IB-24). */
export function signedAnswer<Some extends AnyAnswer>(
	answer: Some,
	signAnswer: SignAnswer | undefined,
): Some {
	if (signAnswer === undefined) return answer;
	const fields = signAnswer(Buffer.from(answer.body));
	return { ...answer, headers: { ...answer.headers, ...fields } };
}
