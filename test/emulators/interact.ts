import type { Seen } from '../n8n/external-api';
import { Emulator, type Reply, valuesOf } from './emulator';

const TENANT = 'e822a190-a116-4779-ad0a-87631b51898a';
const PERSON = 'person 7';

/** An Interact intranet with one key, which acts as one person. */
export class InteractEmulator extends Emulator {
	readonly fields = {
		grant: 'keySecret',
		apiKey: `key-${crypto.randomUUID()}`,
		apiSecret: 'my__s3cr3t-of-the-key',
		personId: PERSON,
		allowedDomains: '127.0.0.1',
	};

	private refreshToken = '';

	readonly tenant = TENANT;

	/** Of the person. */
	readonly password = ' p4ss & w+rd ';

	override readonly secrets = [this.fields.apiSecret, this.password];

	spendRefreshTokens(): void {
		this.refreshToken = crypto.randomUUID();
	}

	protected inItsWords = (text: string) => ({ Message: text });

	protected isLogIn = ({ url }: Seen): boolean => url.startsWith('/token');

	protected reply(seen: Seen): Reply {
		const url = new URL(seen.url, this.api.url());
		if (url.pathname === '/info') {
			const ApiDomain = this.api.url('');
			const body = { ApiDomain, AuthMode: 'local', TenantGuid: TENANT, Name: 'test' };
			return { status: 200, body };
		}
		if (seen.headers['x-tenant'] !== TENANT) return refused(400, 'The tenant is missing.');
		if (url.pathname === '/token') return this.logIn(seen, url);
		if (!this.isLive(seen.headers.authorization)) {
			return refused(401, 'Authorization has been denied for this request.');
		}
		this.calls.push(seen);
		if (url.pathname === '/api/unknown') return { status: 404, body: 'Not a method' };
		return { status: 200, body: { echo: seen.headers.authorization, items: [1] } };
	}

	private logIn(seen: Seen, url: URL): Reply {
		const form = valuesOf(seen);
		const { apiKey, apiSecret } = this.fields;
		const isRefresh =
			form['grant_type'] === 'refresh_token' && form['refresh_token'] === this.refreshToken;
		const isPerson =
			form['grant_type'] === 'password' &&
			form['username'] === PERSON &&
			form['password'] === this.password &&
			form['context'] === undefined &&
			!url.searchParams.has('personid');
		const isRight =
			form['grant_type'] === 'authorization_code' &&
			form['code'] === `${apiKey}__${apiSecret}` &&
			form['context'] === 'KeySecret' &&
			url.searchParams.get('personid') === PERSON;
		if (!isRight && !isRefresh && !isPerson)
			return refused(400, `Wrong key or secret: ${String(form['code'])}`);
		if (isRefresh) this.refreshes += 1;
		else this.logIns += 1;
		this.refreshToken = crypto.randomUUID();
		this.secrets.push(this.refreshToken);
		const issued = new Date(this.now() * 1000).toUTCString();
		const expires = new Date((this.now() + 1199) * 1000).toUTCString();
		const { refreshToken: refresh_token } = this;
		const about = { token_type: 'bearer', expires_in: 1199, tenant: TENANT, issued, expires };
		return { status: 200, body: { access_token: this.newToken(), refresh_token, ...about } };
	}
}

const refused = (status: number, Message: string): Reply => ({ status, body: { Message } });
