/** An answer as it was written, with its body as bytes. */
export interface CapturedAnswer {
	readonly status: number;
	/** By name in lower case; values of a repeated field are joined. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Uint8Array;
}
