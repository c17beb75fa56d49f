/** A request to a system, by which a token is got or looked at. */
export interface VendorRequest {
	readonly method: 'GET' | 'POST';
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
}

export interface VendorAnswer {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** There is no answer. */
export interface Unreachable {
	readonly kind: 'unreachable';
	/** Half a sentence: `it refused the connection`. */
	readonly why: string;
}

/** Sends one request and follows no redirect. Resolves whatever the answer is. */
export type Exchange = (request: VendorRequest) => Promise<VendorAnswer | Unreachable>;

/** What the clients of the systems need of the world. */
export interface VendorPorts {
	readonly exchange: Exchange;
	/** Milliseconds since 1970. */
	readonly now: () => number;
}
