import type { Seen } from '../n8n/external-api';
import { Emulator, type Reply, valuesOf } from './emulator';

/** A tenant of InterAction+ whose authority has a path. */
export class InterActionPlusEmulator extends Emulator {
	readonly fields = {
		clientId: `partner ${crypto.randomUUID()}`,
		clientSecret: 'fake-s3cr3t+of/the:client',
	};

	override readonly secrets = [this.fields.clientSecret];

	/** Which of the addresses of metadata there is. */
	metadata = '/tenant/.well-known/openid-configuration';

	issuer = (): string => this.api.url('/tenant');

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

	private logIn(seen: Seen): Reply {
		const [, basic = ''] = /^Basic (.+)$/.exec(seen.headers.authorization ?? '') ?? [];
		const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':');
		const plain = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
		const { clientId, clientSecret } = this.fields;
		if (plain(id) !== clientId || plain(secret) !== clientSecret) {
			return { status: 401, body: { error: 'invalid_client' } };
		}
		if (valuesOf(seen)['grant_type'] !== 'client_credentials') {
			return { status: 400, body: { error: 'unsupported_grant_type' } };
		}
		this.logIns += 1;
		const about = { token_type: 'Bearer', expires_in: 3600 };
		return { status: 200, body: { access_token: this.newToken(), ...about } };
	}
}
