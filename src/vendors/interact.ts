import { type AllowedDomains, mayGo, parseAllowedDomains } from '../http/destination';
import type { VendorPorts } from './exchange';
import { failed, isFailure, quoted, type VendorFailure } from './failure';
import { addressOf, below, findEmpty, secretOf, textOf } from './fields';
import { membersOf, plainWords, readJson, refusedLogIn } from './json-answer';
import { sessionIn, tokenForm } from './token-answer';
import type { Vendor, VendorSession } from './vendor';

const TITLE = 'Interact';
const EARLY_SECONDS = 60;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface InteractSettings {
	/** Where `/info` tells what is not typed in. */
	readonly intranet: URL | undefined;
	readonly api: URL | undefined;
	readonly tenant: string;
	readonly personId: string;
	readonly logIn: Readonly<Record<string, string>>;
	readonly hosts: AllowedDomains;
}

/** Where to call, and as which tenant. */
interface Place {
	readonly api: URL;
	readonly tenant: string;
}

function optionalAddress(text: string, label: string): URL | undefined | VendorFailure {
	return text === '' ? undefined : addressOf(text, label);
}

/** Of `/info` on the intranet's own host, where the fields do not say it (IN-19). */
async function findPlace(
	{ intranet, api, tenant, hosts }: InteractSettings,
	{ exchange }: VendorPorts,
): Promise<Place | VendorFailure> {
	if (api !== undefined && tenant !== '') return { api, tenant };
	const url = below(intranet ?? '', '/info');
	const answer = await exchange({ method: 'GET', url, headers: { accept: 'application/json' } });
	const info = readJson(answer, { title: `${TITLE}'s intranet`, url, secrets: [] });
	if (isFailure(info)) return info;
	const { ApiDomain: domain, TenantGuid: guid } = info.members;
	if (typeof domain !== 'string' || typeof guid !== 'string' || !GUID.test(guid)) {
		return failed(
			`${TITLE}'s intranet at ${new URL(url).origin} tells no API domain and tenant: enter both in the credential.`,
		);
	}
	const told = api ?? addressOf(domain, 'API Domain');
	if (isFailure(told)) return told;
	return mayGo(told, hosts).kind === 'allowed'
		? { api: told, tenant: tenant === '' ? guid : tenant }
		: failed(
				`${TITLE}'s intranet names ${told.host} as its API domain, which Allowed Domains of the credential does not list: add it if you trust it.`,
			);
}

const fieldsFor = (tenant: string) => ({ 'x-tenant': tenant, accept: 'application/json' });

async function askForToken(
	place: Place,
	personId: string,
	form: Readonly<Record<string, string>>,
	{ exchange, now }: VendorPorts,
	secrets: readonly string[],
): Promise<VendorSession | VendorFailure> {
	const { api, tenant } = place;
	const query = personId === '' ? '' : `?personid=${encodeURIComponent(personId)}`;
	const url = below(api, `/token${query}`);
	const { headers, body } = tokenForm(form);
	const answer = await exchange({
		method: 'POST',
		url,
		headers: { ...headers, ...fieldsFor(tenant) },
		body,
	});
	const asked = { title: TITLE, url, secrets };
	const read = readJson(answer, asked);
	if (isFailure(read)) return read;
	const session = read.status === 200 ? sessionIn(read.members, now(), EARLY_SECONDS) : undefined;
	if (session === undefined) return refusedLogIn(asked, read, read.members['Message']);
	return { ...session, addresses: { api: String(api), tenant } };
}

function readLogIn(fields: Parameters<typeof textOf>[0]) {
	if (textOf(fields, 'grant') === 'password') {
		const labels = { username: 'User Name', password: 'Password' };
		const [username, password] = [textOf(fields, 'username'), secretOf(fields, 'password')];
		return (
			findEmpty(fields, labels) ?? {
				form: { grant_type: 'password', username, password },
				personId: '',
			}
		);
	}
	const labels = { apiKey: 'API Key', apiSecret: 'API Secret', personId: 'Person ID' };
	const code = `${textOf(fields, 'apiKey')}__${secretOf(fields, 'apiSecret').trim()}`;
	const form = { grant_type: 'authorization_code', code, context: 'KeySecret' };
	return findEmpty(fields, labels) ?? { form, personId: textOf(fields, 'personId') };
}

/** Interact: a key and its secret, or a person's password, for a token that acts as that person. */
export const interact: Vendor<InteractSettings> = {
	title: TITLE,
	read(fields) {
		const logIn = readLogIn(fields);
		if (isFailure(logIn)) return logIn;
		const intranet = optionalAddress(textOf(fields, 'intranet'), 'Intranet');
		if (intranet !== undefined && isFailure(intranet)) return intranet;
		const api = optionalAddress(textOf(fields, 'apiDomain'), 'API Domain');
		if (api !== undefined && isFailure(api)) return api;
		const tenant = textOf(fields, 'tenant');
		if (tenant !== '' && !GUID.test(tenant)) {
			return failed('Tenant of the credential is no GUID: copy it from /info of the intranet.');
		}
		if (intranet === undefined && (api === undefined || tenant === '')) {
			return failed(
				'Enter Intranet in the credential, or both API Domain and Tenant: else nobody can tell where to log in.',
			);
		}
		const hosts = parseAllowedDomains(textOf(fields, 'allowedDomains'));
		if (hosts.kind !== 'allowed-domains') {
			return failed('Allowed Domains of the credential is empty or no list of hosts: correct it.');
		}
		const outside = [intranet, api].find((each) => each && mayGo(each, hosts).kind !== 'allowed');
		if (outside !== undefined) {
			return failed(`Allowed Domains of the credential does not list ${outside.host}: add it.`);
		}
		return { intranet, api, tenant, hosts, personId: logIn.personId, logIn: logIn.form };
	},
	// Other tenants' APIs are hosts of the same domain.
	hosts({ hosts }, session) {
		const own = parseAllowedDomains(URL.parse(session?.addresses?.['api'] ?? '')?.hostname ?? '');
		return own.kind === 'allowed-domains' ? own : hosts;
	},
	secrets: ({ logIn }) => {
		const { code = '', password = '' } = logIn;
		const secret = code.slice(code.indexOf('__') + 2);
		return { 'API Secret': secret, 'Key and Secret': code, Password: password };
	},
	async logIn(settings, earlier, ports) {
		const secrets = Object.values(interact.secrets(settings));
		const { api, tenant } = earlier?.addresses ?? {};
		if (earlier?.refreshToken !== undefined && api !== undefined && tenant !== undefined) {
			const { refreshToken } = earlier;
			const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
			const place = { api: new URL(api), tenant };
			const renewed = await askForToken(place, '', form, ports, [...secrets, refreshToken]);
			if (!isFailure(renewed)) return renewed;
		}
		const place = await findPlace(settings, ports);
		if (isFailure(place)) return place;
		return await askForToken(place, settings.personId, settings.logIn, ports, secrets);
	},
	credentials: (_settings, session, { headers }) => ({
		headers: {
			authorization: `Bearer ${session?.token ?? ''}`,
			'x-tenant': session?.addresses?.['tenant'] ?? '',
			...('accept' in headers ? {} : { accept: 'application/json' }),
		},
	}),
	// To log in is all that any key may do.
	trial: () => undefined,
	complaint(answer) {
		if (answer.status < 400) return undefined;
		return quoted(membersOf(answer)?.['Message'] ?? plainWords(answer), []);
	},
};
