import type { Seen } from '../n8n/external-api';
import { Emulator, type Reply, valuesOf } from './emulator';

/** A Verint community with one confidential client and one user with a key. */
export class VerintEmulator extends Emulator {
	readonly fields = {
		grant: 'clientCredentials',
		clientId: crypto.randomUUID() as string,
		clientSecret: 'fake-s3cr3t-of-the-client',
		username: 'jörg',
	};

	/** Of the user. */
	readonly password = ' p4ss & w+rd ';

	/** A client that has the password grant, and no secret. */
	readonly publicClient = crypto.randomUUID() as string;

	/** Where tokens are got. */
	tokenPath = '/api.ashx/v2/oauth/token';

	private refreshToken = '';

	override readonly secrets = [this.fields.clientSecret, 'k3y-of-the-user', this.password];

	spendRefreshTokens(): void {
		this.refreshToken = crypto.randomUUID();
	}

	/** What a user who lets a client in gets for it. */
	connect() {
		this.refreshToken = `refresh-${crypto.randomUUID()}`;
		this.secrets.push(this.refreshToken);
		const { refreshToken: refresh_token } = this;
		return { access_token: this.newToken(), expires_in: 1800, refresh_token };
	}

	protected inItsWords = (text: string) => ({ error: text });

	protected isLogIn = ({ url }: Seen): boolean => url === this.tokenPath;

	protected reply(seen: Seen): Reply {
		if (this.isLogIn(seen)) return this.logIn(seen);
		const key = Buffer.from(String(seen.headers['rest-user-token'] ?? ''), 'base64').toString();
		if (!this.isLive(seen.headers.authorization) && key !== 'k3y-of-the-user:jörg') {
			return { status: 403, body: envelope(['Access denied']) };
		}
		this.calls.push(seen);
		if (seen.url.endsWith('/wrong.json')) return { status: 200, body: envelope(['No such group']) };
		const echo = seen.headers.authorization ?? seen.headers['rest-user-token'];
		return { status: 200, body: { echo, ...envelope([]) } };
	}

	private logIn(seen: Seen): Reply {
		const { clientId, clientSecret, username } = this.fields;
		const form = valuesOf(seen);
		const isPublic = form['client_id'] === this.publicClient && !('client_secret' in form);
		const isClient =
			isPublic || (form['client_id'] === clientId && form['client_secret'] === clientSecret);
		const isRefresh =
			form['grant_type'] === 'refresh_token' && form['refresh_token'] === this.refreshToken;
		const isUser = form['username'] === username;
		const isPassword = form['grant_type'] === 'password' && form['password'] === this.password;
		const isOwn = form['grant_type'] === 'client_credentials' && !isPublic;
		const isRight = isUser && (isPassword || isOwn);
		if (!isClient || (!isRefresh && !isRight)) {
			return { status: 200, body: { error: `invalid_client ${String(form['client_secret'])}` } };
		}
		if (isRefresh) this.refreshes += 1;
		else this.logIns += 1;
		return { status: 200, body: this.connect() };
	}
}

const envelope = (Errors: readonly string[]) => ({
	Errors,
	Warnings: ['Old version'],
	Info: ['Hello'],
});
