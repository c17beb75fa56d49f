/**
 * A client of a Verint Community site, written from the wire format alone: it knows nothing of the
 * server's code.
 */
export interface VerintClientSettings {
	/** Address of the site, without a slash at its end. */
	readonly site: string;
	readonly clientId: string;
	/** A public client has none. */
	readonly clientSecret?: string;
	readonly callback: string;
}

/** What a token request is answered with. */
export interface VerintToken {
	readonly access_token: string;
	readonly expires_in: number;
	readonly refresh_token?: string;
}

/** A refusal: official clients look for `error`, whatever the status is. */
export class VerintError extends Error {
	readonly status: number;
	constructor(status: number, error: string) {
		super(error);
		this.status = status;
	}
}

export type VerintClient = ReturnType<typeof verintClient>;

export function verintClient({ site, clientId, clientSecret, callback }: VerintClientSettings) {
	const endpoint = `${site}/api.ashx/v2/oauth`;
	const secret = clientSecret === undefined ? {} : { client_secret: clientSecret };

	const request = async (form: Readonly<Record<string, string>>): Promise<VerintToken> => {
		const answer = await fetch(`${endpoint}/token`, {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: new URLSearchParams({ client_id: clientId, ...form }).toString(),
		});
		const token = (await answer.json()) as VerintToken & { readonly error?: string };
		if (token.error !== undefined) throw new VerintError(answer.status, token.error);
		return token;
	};

	return {
		/** Where the browser goes to log in. */
		authorizeUrl(responseType: 'code' | 'token', more: Readonly<Record<string, string>> = {}): URL {
			const url = new URL(`${endpoint}/authorize`);
			url.search = new URLSearchParams({
				response_type: responseType,
				client_id: clientId,
				redirect_uri: callback,
				...more,
			}).toString();
			return url;
		},
		exchange: async (code: string, more: Readonly<Record<string, string>> = {}) =>
			await request({
				...secret,
				grant_type: 'authorization_code',
				code,
				redirect_uri: callback,
				...more,
			}),
		/** The product's request has no client secret. */
		withPassword: async (username: string, password: string) =>
			await request({ grant_type: 'password', username, password }),
		actAs: async (username: string) =>
			await request({ ...secret, grant_type: 'client_credentials', username }),
		refresh: async (refreshToken: string) =>
			await request({ ...secret, grant_type: 'refresh_token', refresh_token: refreshToken }),
		call: async (url: string, token: string, scheme = 'OAuth') =>
			await fetch(url, { headers: { authorization: `${scheme} ${token}` } }),
	};
}
