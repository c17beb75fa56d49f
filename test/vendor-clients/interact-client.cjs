// A caller of Interact, written from its wire format alone: it knows nothing of this project.

/**
 * @typedef {{ ApiDomain: string, AuthMode: string, TenantGuid: string, Name: string }} Info
 * @typedef {{ access_token: string, token_type: string, expires_in: number, refresh_token: string,
 *   tenant: string, issued: string, expires: string }} LogIn
 */

/** An answer that is no success, with the message that Interact gives. */
class InteractError extends Error {
	/** @param {number} status @param {string} message */
	constructor(status, message) {
		super(message);
		this.status = status;
	}
}

/** @param {Response} response */
async function read(response) {
	const text = await response.text();
	if (response.ok) return JSON.parse(text);
	const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
	throw new InteractError(response.status, isJson ? JSON.parse(text).Message : text);
}

/**
 * Logs in at an intranet by key and secret, or by a person's password.
 * @param {{ intranet: string, key: string, secret: string }} settings
 */
function interactClient({ intranet, key, secret }) {
	/** @type {Info | undefined} */
	let known;
	/** @returns {Promise<Info>} */
	const info = async () => (known ??= await read(await fetch(`${intranet}/info`)));
	/** @param {string} query @param {Record<string, string>} form @returns {Promise<LogIn>} */
	const token = async (query, form) => {
		const { ApiDomain, TenantGuid } = await info();
		const { protocol } = new URL(intranet);
		const response = await fetch(`${protocol}//${ApiDomain}/token${query}`, {
			method: 'POST',
			headers: {
				'X-Tenant': TenantGuid,
				Accept: 'application/json',
				'Content-Type': 'application/x-www-form-urlencoded',
			},
			body: new URLSearchParams(form).toString(),
		});
		return await read(response);
	};

	return {
		info,
		/** @param {string} personId */
		logIn: async (personId) =>
			await token(`?personid=${encodeURIComponent(personId)}`, {
				grant_type: 'authorization_code',
				code: `${key}__${secret}`,
				context: 'KeySecret',
			}),
		/** @param {string} username @param {string} password */
		logInByPassword: async (username, password) =>
			await token('', { grant_type: 'password', username, password }),
		/** @param {string} refreshToken */
		refresh: async (refreshToken) =>
			await token('', { grant_type: 'refresh_token', refresh_token: refreshToken }),
		/** What every call carries after the log-in. @param {LogIn} logIn */
		headersOf: ({ access_token, tenant }) => ({
			'X-Tenant': tenant,
			Accept: 'application/json',
			Authorization: `Bearer ${access_token}`,
		}),
	};
}

module.exports = { interactClient, InteractError };
