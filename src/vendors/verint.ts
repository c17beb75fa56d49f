import type { AllowedDomains } from '../http/destination';
import { failed, isFailure, quoted, type VendorFailure } from './failure';
import { addressOf, below, domainsOf, findEmpty, secretOf, textOf } from './fields';
import { membersOf, readJson, refusedLogIn } from './json-answer';
import { oauthWords, sessionIn, tokenForm } from './token-answer';
import type { Vendor, VendorFields } from './vendor';

const TITLE = 'Verint Community';
/** As the official SDK does (VE-34). */
const EARLY_SECONDS = 180;
const OVERRIDDEN = new Set(['PUT', 'DELETE']);

interface VerintSettings {
	readonly site: URL;
	readonly tokenUrl: URL;
	readonly hosts: AllowedDomains;
	/** The token request; absent with an API key. */
	readonly logIn: Readonly<Record<string, string>> | undefined;
	/** Client id and secret, which a refresh needs too. */
	readonly client: Readonly<Record<string, string>>;
	readonly apiKey: string;
	readonly userToken: string | undefined;
	readonly impersonate: string;
	readonly overridesMethod: boolean;
}

interface LogIn {
	readonly labels: Readonly<Record<string, string>>;
	readonly form?: (username: string, password: string) => Readonly<Record<string, string>>;
}

const USER = { username: 'User Name' };
const LOG_INS: Readonly<Record<string, LogIn>> = {
	clientCredentials: {
		labels: { clientId: 'Client ID', clientSecret: 'Client Secret', ...USER },
		form: (username) => ({ grant_type: 'client_credentials', username }),
	},
	password: {
		labels: { clientId: 'Client ID', ...USER, password: 'Password' },
		form: (username, password) => ({ grant_type: 'password', username, password }),
	},
	apiKey: { labels: { apiKey: 'API Key', ...USER } },
};

/** What goes out instead of a method that servers on the way may block, as official clients do it (VE-36). */
export function methodOverride(method: string) {
	return OVERRIDDEN.has(method)
		? ({ method: 'POST', headers: { 'rest-method': method } } as const)
		: undefined;
}

/** VE-23: base64 of key, colon and user name. */
const userTokenOf = (fields: VendorFields): string =>
	Buffer.from(`${secretOf(fields, 'apiKey').trim()}:${textOf(fields, 'username')}`).toString(
		'base64',
	);

function read(fields: VendorFields): VerintSettings | VendorFailure {
	const kind = LOG_INS[textOf(fields, 'grant')];
	if (kind === undefined)
		return failed('Log-In of the credential is unknown: choose from the list.');
	const empty = findEmpty(fields, { baseUrl: 'Site', ...kind.labels });
	if (empty !== undefined) return empty;
	const site = addressOf(textOf(fields, 'baseUrl'), 'Site');
	if (isFailure(site)) return site;
	const typed = textOf(fields, 'tokenUrl');
	const tokenUrl = addressOf(
		typed === '' ? below(site, '/api.ashx/v2/oauth/token') : typed,
		'Token URL',
	);
	if (isFailure(tokenUrl)) return tokenUrl;
	const hosts = domainsOf(site);
	if (isFailure(hosts)) return hosts;
	return {
		site,
		tokenUrl,
		hosts,
		logIn: kind.form?.(textOf(fields, 'username'), secretOf(fields, 'password')),
		client: {
			client_id: textOf(fields, 'clientId'),
			client_secret: secretOf(fields, 'clientSecret').trim(),
		},
		apiKey: kind.form === undefined ? secretOf(fields, 'apiKey').trim() : '',
		userToken: kind.form === undefined ? userTokenOf(fields) : undefined,
		impersonate: textOf(fields, 'impersonate'),
		overridesMethod: fields['methodOverride'] !== false,
	};
}

const verintSecrets = ({ client, logIn, userToken, apiKey }: VerintSettings) => ({
	'Client Secret': client['client_secret'] ?? '',
	Password: logIn?.['password'] ?? '',
	'API Key': apiKey,
	'Rest-User-Token': userToken ?? '',
});

/** Verint Community: OAuth client, or the key of a user (VE-33). */
export const verint: Vendor<VerintSettings> = {
	title: TITLE,
	read,
	hosts: ({ hosts }) => hosts,
	secrets: verintSecrets,
	async logIn(settings, earlier, { exchange, now }) {
		const { tokenUrl, client, logIn } = settings;
		// A key needs no token; nothing ends.
		if (logIn === undefined)
			return { token: '', issuedAt: now(), expiresAt: Infinity, renewAt: Infinity };
		const url = String(tokenUrl);
		const ask = async (form: Readonly<Record<string, string>>, more: readonly string[] = []) => {
			const { headers, body } = tokenForm({ ...client, ...form });
			const asked = {
				title: TITLE,
				url,
				secrets: [...Object.values(verintSecrets(settings)), ...more],
			};
			const fields = { ...headers, accept: 'application/json' };
			const answer = readJson(
				await exchange({ method: 'POST', url, headers: fields, body }),
				asked,
			);
			if (isFailure(answer)) return answer;
			const { status, members } = answer;
			// A refusal may have status 200 (VE-35).
			const session =
				status === 200 && members['error'] === undefined
					? sessionIn(members, now(), EARLY_SECONDS)
					: undefined;
			return session ?? refusedLogIn(asked, answer, oauthWords(members));
		};
		if (earlier?.refreshToken !== undefined) {
			const { refreshToken } = earlier;
			const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
			const renewed = await ask(form, [refreshToken]);
			if (!isFailure(renewed)) return renewed;
		}
		return await ask(logIn);
	},
	credentials({ userToken, impersonate, overridesMethod }, session, { method }) {
		const own =
			userToken === undefined
				? { authorization: `OAuth ${session?.token ?? ''}` }
				: { 'rest-user-token': userToken };
		const headers = {
			...own,
			...(impersonate === '' ? {} : { 'rest-impersonate-user': impersonate }),
		};
		const overridden = overridesMethod ? methodOverride(method) : undefined;
		if (overridden === undefined) return { headers };
		return { method: overridden.method, headers: { ...headers, ...overridden.headers } };
	},
	trial: ({ site }) => ({ method: 'GET', url: below(site, '/api.ashx/v2/info.json'), headers: {} }),
	complaint(answer) {
		const members = membersOf(answer);
		const errors = members?.['Errors'];
		if (Array.isArray(errors) && errors.length > 0) {
			const all = errors.map((each: unknown) =>
				typeof each === 'string' ? each : JSON.stringify(each),
			);
			return quoted(all.join('; '), []) ?? 'an error without words';
		}
		return answer.status >= 400 ? quoted(members?.['error'], []) : undefined;
	},
};
