// A caller of Inbenta, written from its wire format alone: it knows nothing of this project.

/**
 * @typedef {{ accessToken: string, expiration: number, expires_in: number }} Token
 * @typedef {Record<string, string>} Apis
 */

/** An answer that is no success, in the shape of the API or of the gateway before it. */
class InbentaError extends Error {
	/** @param {number} status @param {string} message */
	constructor(status, message) {
		super(message);
		this.status = status;
	}
}

/** @param {Response} response */
async function read(response) {
	const json = await response.json();
	if (response.ok) return json;
	throw new InbentaError(response.status, json.error?.message ?? json.Message);
}

/**
 * Names itself with an API key, and proves itself with the API secret or, in a page, a domain key.
 * @param {{ authApi: string, apiKey: string, secret?: string, domainKey?: string, origin?: string }} settings
 */
function inbentaClient({ authApi, apiKey, secret, domainKey, origin }) {
	/** A browser sets this field by itself. */
	const page = origin === undefined ? {} : { Origin: origin };
	const named = { 'x-inbenta-key': apiKey, ...page };
	/** @param {string} token */
	const headersOf = (token) => ({ ...named, Authorization: `Bearer ${token}` });

	return {
		/** @returns {Promise<Token & { apis: Apis }>} */
		auth: async () =>
			await read(
				await fetch(`${authApi}/auth`, {
					method: 'POST',
					headers: { ...named, 'Content-Type': 'application/json' },
					body: JSON.stringify(secret === undefined ? { domainKey } : { secret }),
				}),
			),
		/** As the official PHP connector does it. @returns {Promise<Token & { apis: Apis }>} */
		authByForm: async () =>
			await read(
				await fetch(`${authApi}/auth`, {
					method: 'POST',
					headers: named,
					body: new URLSearchParams({ secret: secret ?? '' }),
				}),
			),
		/** @param {string} token @returns {Promise<Token>} */
		refresh: async (token) =>
			await read(
				await fetch(`${authApi}/refreshToken`, { method: 'POST', headers: headersOf(token) }),
			),
		/** @param {string} token @returns {Promise<{ apis: Apis }>} */
		apis: async (token) =>
			await read(await fetch(`${authApi}/apis`, { headers: headersOf(token) })),
		headersOf,
	};
}

module.exports = { inbentaClient, InbentaError };
