import { interruption } from '../runtime/interruption.mjs';

/** One sentence that must be true of the live n8n, and the way to find out. */
export interface Check {
	readonly sentence: string;
	/** Gives the evidence in a few words, without any credential; throws when the sentence is false. */
	readonly find: () => Promise<string>;
}

export interface Report {
	readonly passed: number;
	readonly failed: number;
}

/** Runs checks one after the other, prints a line for each, and counts. */
export async function report(checks: AsyncIterable<Check> | Iterable<Check>): Promise<Report> {
	let passed = 0;
	let failed = 0;
	for await (const { sentence, find } of checks) {
		interruption.throwIfAborted();
		try {
			print('ok  ', sentence, await find());
			passed += 1;
		} catch (error) {
			interruption.throwIfAborted();
			print('FAIL', sentence, error instanceof Error ? error.message : String(error));
			failed += 1;
		}
	}
	return { passed, failed };
}

function print(outcome: string, sentence: string, evidence: string): void {
	process.stdout.write(
		`${outcome} ${sentence}\n       ${evidence.replaceAll('\n', '\n       ')}\n`,
	);
}
