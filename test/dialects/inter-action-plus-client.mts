import { createHash, randomBytes } from 'node:crypto';

/**
 * A partner's client of an InterAction+ Cloud API, written from the wire format alone: it knows the
 * four values of its hand-over pack, and nothing of the server's code.
 */
export interface HandOverPack {
	readonly clientId: string;
	readonly clientSecret: string;
	readonly authorityUrl: string;
	readonly apiUrl: string;
}

export interface PartnerToken {
	readonly access_token: string;
	readonly refresh_token?: string;
}

/** A set-up that an administrator was sent to begin. */
export interface StartedSetUp {
	readonly url: URL;
	/** Takes the tokens, from where the browser was sent back. */
	finish(back: URL): Promise<PartnerToken>;
}

const base64url = (bytes: Buffer): string => bytes.toString('base64url');

export type PartnerClient = Awaited<ReturnType<typeof partnerClient>>;

export async function partnerClient(pack: HandOverPack, callback: string) {
	const { clientId, clientSecret, authorityUrl, apiUrl } = pack;
	const metadata = await fetch(`${authorityUrl}/.well-known/openid-configuration`);
	const authority = (await metadata.json()) as {
		readonly issuer: string;
		readonly authorization_endpoint: string;
		readonly token_endpoint: string;
	};
	if (authority.issuer !== authorityUrl) throw new Error('Another authority answers there.');

	const request = async (form: Readonly<Record<string, string>>): Promise<PartnerToken> => {
		const shown = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
		const answer = await fetch(authority.token_endpoint, {
			method: 'POST',
			headers: { authorization: `Basic ${Buffer.from(shown).toString('base64')}` },
			body: new URLSearchParams(form),
		});
		const token = (await answer.json()) as PartnerToken & { readonly error?: string };
		if (!answer.ok) throw new Error(token.error);
		return token;
	};

	return {
		startSetUp(scope?: string): StartedSetUp {
			const verifier = base64url(randomBytes(32));
			const state = base64url(randomBytes(16));
			const url = new URL(authority.authorization_endpoint);
			url.search = new URLSearchParams({
				response_type: 'code',
				client_id: clientId,
				redirect_uri: callback,
				state,
				prompt: 'consent',
				code_challenge: base64url(createHash('sha256').update(verifier).digest()),
				code_challenge_method: 'S256',
				...(scope === undefined ? {} : { scope }),
			}).toString();
			return {
				url,
				async finish(back) {
					const sent = back.searchParams;
					if (sent.get('state') !== state) throw new Error('The state is another.');
					const error = sent.get('error');
					if (error !== null) throw new Error(error);
					return await request({
						grant_type: 'authorization_code',
						code: sent.get('code') ?? '',
						redirect_uri: callback,
						code_verifier: verifier,
					});
				},
			};
		},
		refresh: async (refreshToken: string) =>
			await request({ grant_type: 'refresh_token', refresh_token: refreshToken }),
		asItself: async () => await request({ grant_type: 'client_credentials' }),
		call: async (token: string) =>
			await fetch(apiUrl, { headers: { authorization: `Bearer ${token}` } }),
	};
}
