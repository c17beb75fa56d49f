/**
 * What broke. `not-a-realm` and `newer-realm` are about the database, `not-a-backup` is about a file,
 * the others about the moment.
 */
export type FaultCode =
	| 'invalid-settings'
	| 'not-a-realm'
	| 'newer-realm'
	| 'not-a-backup'
	| 'unknown-realm'
	| 'wrong-passphrase'
	| 'store-unavailable'
	| 'unstorable-text';

/** Something broke, as opposed to a refusal. The message is for the operator and says what to do. */
export class Fault extends Error {
	readonly code: FaultCode;

	constructor(code: FaultCode, message: string, cause?: unknown) {
		super(message, cause === undefined ? undefined : { cause });
		this.name = 'Fault';
		this.code = code;
	}
}
