import type { Seen } from '../n8n/external-api';
import { Emulator, type Reply } from './emulator';

/** A PhixFlow server with one key, which goes with each call: there is no log-in. */
export class PhixFlowEmulator extends Emulator {
	readonly fields = { apiKey: 'raw-fake-key-of-the-user' };

	override readonly secrets = [this.fields.apiKey];

	/** A key has nothing to be renewed with. */
	spendRefreshTokens(): void {}

	protected inItsWords = (text: string): unknown => ({ message: text });

	protected isLogIn = (): boolean => true;

	protected reply(seen: Seen): Reply {
		if (seen.headers.authorization !== this.fields.apiKey) return { status: 401, body: {} };
		this.calls.push(seen);
		return { status: 200, body: { done: true } };
	}
}
