import { createHmac } from 'node:crypto';

import type { Seen } from '../n8n/external-api';
import { Emulator, type Reply, valuesOf } from './emulator';

/** As PHP's urlencode. */
const encoded = (text: string): string =>
	encodeURIComponent(text)
		.replaceAll('%20', '+')
		.replace(/[!'()*~]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

/** Inbenta's Auth API and one product behind it, which may demand signatures. */
export class InbentaEmulator extends Emulator {
	readonly fields = {
		apiKey: Buffer.from(`my+key/${crypto.randomUUID()}`).toString('base64'),
		apiSecret: 'fake.s3cr3t.of-the-key',
		allowedDomains: '127.0.0.1',
	};

	/** With it, calls have to be signed and answers are. */
	signatureKey = '';

	/** Signs its answers wrongly. */
	signsWrongly = false;

	override readonly secrets = [this.fields.apiSecret];

	/** It renews by the token itself. */
	spendRefreshTokens(): void {
		this.endTokens();
	}

	protected inItsWords = (text: string) => ({ error: { code: 500, message: text } });

	protected isLogIn = ({ url }: Seen): boolean => url === '/v1/auth';

	protected reply(seen: Seen): Reply {
		const { headers, url } = seen;
		if (headers['x-inbenta-key'] !== this.fields.apiKey) return refused(403, 'Wrong key');
		const apis = { chatbot: this.api.url('/prod/chatbot') };
		if (this.isLogIn(seen)) {
			const { secret } = valuesOf(seen);
			if (secret !== this.fields.apiSecret) return refused(400, 'Secret token not valid');
			this.logIns += 1;
			return this.token({ apis });
		}
		if (!this.isLive(headers.authorization)) {
			return { status: 401, body: { Message: 'The incoming token has expired' } };
		}
		if (url === '/v1/refreshToken') {
			this.refreshes += 1;
			return this.token({});
		}
		if (url === '/v1/apis') return { status: 200, body: { apis } };
		if (this.signatureKey !== '' && !this.isSigned(seen)) {
			return {
				status: 403,
				body: { error: { message: 'Signature provided is not valid', code: 403 } },
			};
		}
		this.calls.push(seen);
		return this.answer(seen, JSON.stringify({ echo: headers.authorization, path: url }));
	}

	private token(more: object): Reply {
		const expiration = this.now() + 1200;
		const body = { accessToken: this.newToken(), expiration, expires_in: 1200, ...more };
		return { status: 200, body };
	}

	private sign(base: string): string {
		return createHmac('sha256', this.signatureKey).update(base).digest('hex');
	}

	private isSigned({ method, url, body, headers }: Seen): boolean {
		const timestamp = String(headers['x-inbenta-timestamp']);
		const parts = [method, encoded(url.slice(url.indexOf('v1/'))), encoded(body), timestamp, 'v1'];
		const base = parts.filter((part) => part !== '').join('&');
		return headers['x-inbenta-signature'] === this.sign(base);
	}

	private answer({ headers }: Seen, text: string): Reply {
		if (this.signatureKey === '') return { status: 200, body: JSON.parse(text) as unknown };
		const written = JSON.stringify(text).replaceAll('/', '\\/');
		const base = `v1&${String(headers['x-inbenta-timestamp'])}&${encoded(written)}`;
		const signature = this.sign(this.signsWrongly ? `${base}x` : base);
		const fields = { 'content-type': 'application/json', 'x-inbenta-signature': signature };
		return { status: 200, body: text, headers: fields };
	}
}

const refused = (code: number, message: string): Reply => ({
	status: code,
	body: { error: { code, message } },
});
