import type { Seen } from '../n8n/external-api';
import { Emulator, type Reply, valuesOf } from './emulator';

/** A tenant of InterAction+ whose authority has a path. */
export class InterActionPlusEmulator extends Emulator {
	readonly fields = {
		clientId: `partner ${crypto.randomUUID()}`,
		clientSecret: 'fake-s3cr3t+of/the:client',
	};

	override readonly secrets = [this.fields.clientSecret];

	private refreshToken = '';

	spendRefreshTokens(): void {
		this.refreshToken = crypto.randomUUID();
	}

	/** What the client gets for the set-up by an administrator. */
	connect() {
		this.refreshToken = `refresh-${crypto.randomUUID()}`;
		this.secrets.push(this.refreshToken);
		const { refreshToken: refresh_token } = this;
		return {
			access_token: this.newToken(),
			token_type: 'Bearer',
			expires_in: 3600,
			refresh_token,
		};
	}

	/** Whether the administrator's consent stands. */
	hasConsent = true;

	/** Forms of log-ins. */
	readonly forms: Readonly<Record<string, string>>[] = [];

	/** Which of the addresses of metadata there is. */
	metadata = '/tenant/.well-known/openid-configuration';

	issuer = (): string => this.api.url('/tenant');

	protected inItsWords = (text: string) => ({
		error: 'temporarily_unavailable',
		error_description: text,
	});

	protected isLogIn = ({ url }: Seen): boolean => url === '/tenant/token';

	protected reply(seen: Seen): Reply {
		if (seen.url === this.metadata) {
			const token_endpoint = this.api.url('/tenant/token');
			return { status: 200, body: { issuer: this.issuer(), token_endpoint } };
		}
		if (seen.url.includes('.well-known')) return { status: 404, body: 'nothing here' };
		if (this.isLogIn(seen)) return this.logIn(seen);
		if (!this.isLive(seen.headers.authorization)) {
			return { status: 401, body: { error: 'invalid_token' } };
		}
		this.calls.push(seen);
		return { status: 200, body: { echo: seen.headers.authorization } };
	}

	private isClient({ headers }: Seen, form: Readonly<Record<string, string>>): boolean {
		const [, basic = ''] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? [];
		const pair = Buffer.from(basic, 'base64').toString().split(':');
		const plain = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
		const [id, secret] =
			basic === '' ? [form['client_id'], form['client_secret']] : pair.map(plain);
		return id === this.fields.clientId && secret === this.fields.clientSecret;
	}

	private logIn(seen: Seen): Reply {
		const form = valuesOf(seen);
		this.forms.push(form);
		if (!this.isClient(seen, form)) return { status: 401, body: { error: 'invalid_client' } };
		if (form['grant_type'] === 'refresh_token') {
			if (form['refresh_token'] !== this.refreshToken) {
				return { status: 400, body: { error: 'invalid_grant' } };
			}
			this.refreshes += 1;
			return { status: 200, body: this.connect() };
		}
		if (!this.hasConsent) return { status: 400, body: { error: 'consent_required' } };
		if (form['grant_type'] !== 'client_credentials') {
			return { status: 400, body: { error: 'unsupported_grant_type' } };
		}
		this.logIns += 1;
		const about = { token_type: 'Bearer', expires_in: 3600 };
		return { status: 200, body: { access_token: this.newToken(), ...about } };
	}
}
