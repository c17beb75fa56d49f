import type { AllowedDomains } from '../http/destination';
import { findTokenEndpoint } from './authority';
import { failed, isFailure, quoted } from './failure';
import { addressOf, domainsOf, findEmpty, secretOf, textOf } from './fields';
import { membersOf, readJson, refusedLogIn } from './json-answer';
import { oauthWords, sessionIn, tokenForm } from './token-answer';
import type { Vendor } from './vendor';

const TITLE = 'InterAction+';
const EARLY_SECONDS = 60;

interface InterActionPlusSettings {
	readonly authority: URL;
	readonly hosts: AllowedDomains;
	/** Instead of what the authority tells. */
	readonly tokenUrl: URL | undefined;
	readonly clientId: string;
	readonly clientSecret: string;
	readonly isBasic: boolean;
	readonly form: Readonly<Record<string, string>>;
}

/** As a form value, in HTTP Basic too (RFC 6749 section 2.3.1). */
const formEncoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

function clientShown({ clientId, clientSecret, isBasic }: InterActionPlusSettings) {
	if (!isBasic) return { fields: {}, form: { client_id: clientId, client_secret: clientSecret } };
	const pair = `${formEncoded(clientId)}:${formEncoded(clientSecret)}`;
	return { fields: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }, form: {} };
}

/** InterAction+ by client credentials, with exactly the four values of its pack (IA-15, IA-16). */
export const interActionPlus: Vendor<InterActionPlusSettings> = {
	title: TITLE,
	read(fields) {
		const empty = findEmpty(fields, {
			clientId: 'Client ID',
			clientSecret: 'Client Secret',
			authorityUrl: 'Authority URL',
			apiUrl: 'API URL',
		});
		if (empty !== undefined) return empty;
		const authority = addressOf(textOf(fields, 'authorityUrl'), 'Authority URL');
		if (isFailure(authority)) return authority;
		const api = addressOf(textOf(fields, 'apiUrl'), 'API URL');
		if (isFailure(api)) return api;
		const typed = textOf(fields, 'tokenUrl');
		const tokenUrl = typed === '' ? undefined : addressOf(typed, 'Token URL');
		if (tokenUrl !== undefined && isFailure(tokenUrl)) return tokenUrl;
		const hosts = domainsOf(api);
		if (isFailure(hosts)) return hosts;
		return {
			authority,
			hosts,
			tokenUrl,
			clientId: textOf(fields, 'clientId'),
			clientSecret: secretOf(fields, 'clientSecret').trim(),
			isBasic: textOf(fields, 'clientAuthentication') !== 'body',
			form: {
				grant_type: 'client_credentials',
				scope: textOf(fields, 'scope'),
				audience: textOf(fields, 'audience'),
			},
		};
	},
	hosts: ({ hosts }) => hosts,
	secrets: ({ clientSecret }) => ({ 'Client Secret': clientSecret }),
	async logIn(settings, _earlier, ports) {
		const endpoint =
			settings.tokenUrl ?? (await findTokenEndpoint(TITLE, settings.authority, ports));
		if (isFailure(endpoint)) return endpoint;
		const url = String(endpoint);
		const shown = clientShown(settings);
		const { headers, body } = tokenForm({ ...settings.form, ...shown.form });
		const request = { url, headers: { ...headers, ...shown.fields, accept: 'application/json' } };
		const asked = { title: TITLE, url, secrets: [settings.clientSecret] };
		const answer = readJson(await ports.exchange({ method: 'POST', ...request, body }), asked);
		if (isFailure(answer)) return answer;
		const { status, members } = answer;
		const session = status === 200 ? sessionIn(members, ports.now(), EARLY_SECONDS) : undefined;
		if (session !== undefined) return session;
		// Of a set-up that an administrator withdrew (IA-17).
		return members['error'] === 'consent_required' || members['error'] === 'interaction_required'
			? failed(
					`${TITLE} needs consent: an administrator of the tenant has to set the access up again.`,
				)
			: refusedLogIn(asked, answer, oauthWords(members));
	},
	credentials: (_settings, session) => ({
		headers: { authorization: `Bearer ${session?.token ?? ''}` },
	}),
	trial: () => undefined,
	complaint(answer) {
		return answer.status < 400 ? undefined : quoted(oauthWords(membersOf(answer)), []);
	},
};
