import { ExternalApi, type Seen } from '../n8n/external-api';

export interface Reply {
	readonly status: number;
	readonly body: unknown;
	readonly headers?: Readonly<Record<string, string>>;
}

/** What a system that is not well does with a log-in, or with each request where there is none. */
export type Fault = 'error' | 'html' | 'truncated' | 'closed' | 'redirect' | 'limited';

/** Values of a form or a JSON body. */
export function valuesOf({ body, headers }: Seen): Readonly<Record<string, string>> {
	return headers['content-type']?.includes('json') === true
		? (JSON.parse(body) as Record<string, string>)
		: Object.fromEntries(new URLSearchParams(body));
}

/** A system on loopback that gives out tokens, and says what it saw of it. */
export abstract class Emulator {
	readonly api = new ExternalApi();

	/** Everything that only the caller and the system may know. */
	readonly secrets: string[] = [];

	logIns = 0;

	refreshes = 0;

	/** Requests to the API itself that were answered. */
	readonly calls: Seen[] = [];

	/** What is done with the next log-in, or with all of them. */
	logInFault: Fault | undefined;

	faultStays = false;

	/** How long each log-in takes, in milliseconds. */
	slowness = 0;

	/** How many calls are refused though their token lives, and how. */
	refusals = 0;

	refusalStatus = 401;

	/** How far its clock is ahead, in seconds. */
	aheadSeconds = 0;

	private readonly live = new Set<string>();

	private count = 0;

	async start(): Promise<this> {
		await this.api.listen();
		this.api.answer = (seen, response) => {
			const isLogIn = this.isLogIn(seen);
			const fault = isLogIn ? this.logInFault : undefined;
			if (!this.faultStays && fault !== undefined) this.logInFault = undefined;
			if (fault === 'closed') {
				response.destroy();
				return;
			}
			const reply =
				fault === undefined || fault === 'truncated' ? this.asked(seen) : this.faulty(fault);
			const isText = typeof reply.body === 'string';
			const text = isText ? String(reply.body) : JSON.stringify(reply.body);
			const type = isText ? 'text/html' : 'application/json';
			const send = (): void => {
				response.writeHead(reply.status, { 'content-type': type, ...reply.headers });
				response.end(fault === 'truncated' ? text.slice(0, text.length / 2) : text);
			};
			if (isLogIn && this.slowness > 0) setTimeout(send, this.slowness);
			else send();
		};
		return this;
	}

	private asked(seen: Seen): Reply {
		const before = this.calls.length;
		const reply = this.reply(seen);
		if (this.calls.length === before || this.refusals === 0) return reply;
		this.refusals -= 1;
		this.calls.pop();
		return { status: this.refusalStatus, body: this.inItsWords('No') };
	}

	private faulty(fault: Exclude<Fault, 'closed' | 'truncated'>): Reply {
		switch (fault) {
			case 'error':
				return { status: 500, body: this.inItsWords('Down for repair') };
			case 'limited':
				return {
					status: 429,
					body: this.inItsWords('Slow down'),
					headers: { 'retry-after': '30' },
				};
			case 'html':
				return { status: 200, body: '<!doctype html><title>Sign in</title>' };
			case 'redirect':
				return { status: 302, body: '', headers: { location: 'http://127.0.0.1:9/elsewhere' } };
		}
	}

	/** The body of an error, as the system writes it. */
	protected abstract inItsWords(text: string): unknown;

	/** Takes what tokens are renewed with for used up. */
	abstract spendRefreshTokens(): void;

	/** Takes all tokens for ended, as a system does that was restarted. */
	endTokens(): void {
		this.live.clear();
	}

	now(): number {
		return Math.floor(Date.now() / 1000) + this.aheadSeconds;
	}

	protected newToken(): string {
		this.count += 1;
		const token = `token-${String(this.count)}-${'0123456789abcdef'.repeat(2)}`;
		this.live.add(token);
		this.secrets.push(token);
		return token;
	}

	protected isLive(authorization: string | undefined): boolean {
		const [, token = ''] = /^(?:Bearer|OAuth) (.+)$/.exec(authorization ?? '') ?? [];
		return this.live.has(token);
	}

	protected abstract isLogIn(seen: Seen): boolean;

	protected abstract reply(seen: Seen): Reply;
}
