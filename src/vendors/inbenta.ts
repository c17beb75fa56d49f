import { exactBytes } from '../crypto/exact-bytes';
import { hmacKey, sameBytes } from '../crypto/verification-key';
import { type AllowedDomains, mayGo, parseAllowedDomains } from '../http/destination';
import { INBENTA_VERSION, inbentaAnswerBase, inbentaBases } from '../http/inbenta-bases';
import type { VendorPorts, VendorRequest } from './exchange';
import { failed, isFailure, quoted, type VendorFailure } from './failure';
import { addressOf, below, findEmpty, secretOf, textOf } from './fields';
import { membersOf, readJson, refusedLogIn } from './json-answer';
import { lifeOf } from './token-answer';
import type { OutgoingCall, Vendor, VendorSession } from './vendor';

const TITLE = 'Inbenta';
/** As the official connector does (IB-26). */
const EARLY_SECONDS = 180;
const LIFE_SECONDS = 1200;
const AUTH_URL = 'https://api.inbenta.io/v1';
/** Behind the name of an API: no such host exists (RFC 2606 section 2), the real one is looked up. */
const API_SUFFIX = '.api.invalid';

interface InbentaSettings {
	readonly auth: URL;
	readonly apiKey: string;
	readonly apiSecret: string;
	readonly signatureKey: string;
	readonly hosts: AllowedDomains;
}

/** What either error shape says (IB-29). */
function words(members: Readonly<Record<string, unknown>> | undefined): unknown {
	const error = members?.['error'];
	const isObject = typeof error === 'object' && error !== null && 'message' in error;
	return isObject ? error.message : members?.['Message'];
}

function addressesIn(apis: unknown): Readonly<Record<string, string>> {
	if (typeof apis !== 'object' || apis === null) return {};
	return Object.fromEntries(
		Object.entries(apis).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
	);
}

async function askForToken(
	{ apiKey, apiSecret, auth }: InbentaSettings,
	path: '/auth' | '/refreshToken',
	earlier: VendorSession | undefined,
	{ exchange, now }: VendorPorts,
): Promise<VendorSession | VendorFailure> {
	const url = below(auth, path);
	const fields = { 'x-inbenta-key': apiKey, accept: 'application/json' };
	const request: VendorRequest =
		path === '/auth'
			? {
					method: 'POST',
					url,
					headers: { ...fields, 'content-type': 'application/json' },
					body: JSON.stringify({ secret: apiSecret }),
				}
			: {
					method: 'POST',
					url,
					headers: { ...fields, authorization: `Bearer ${earlier?.token ?? ''}` },
				};
	const asked = { title: TITLE, url, secrets: [apiSecret, apiKey, earlier?.token ?? ''] };
	const answer = readJson(await exchange(request), asked);
	if (isFailure(answer)) return answer;
	const { status, members } = answer;
	const { accessToken: token, expires_in: expiresIn } = members;
	if (status !== 200 || typeof token !== 'string' || token === '') {
		return refusedLogIn(asked, answer, words(members));
	}
	// `expiration` is a moment of their clock; the seconds hold on ours too.
	const seconds = Number(expiresIn) > 0 ? Number(expiresIn) : LIFE_SECONDS;
	const addresses = { ...earlier?.addresses, ...addressesIn(members['apis']) };
	return { token, ...lifeOf(now(), seconds, EARLY_SECONDS), addresses };
}

/** The address that is meant where the host is the name of an API (IB-27). */
function addressed(url: URL, session: VendorSession | undefined): URL | VendorFailure | undefined {
	if (!url.hostname.endsWith(API_SUFFIX)) return undefined;
	const name = url.hostname.slice(0, -API_SUFFIX.length);
	const known = session?.addresses ?? {};
	const base = Object.entries(known).find(([each]) => each.toLowerCase() === name)?.[1];
	if (base === undefined) {
		const names = Object.keys(known).sort().join(', ');
		return failed(
			`${TITLE} tells no address for an API "${name}": this key may use ${names === '' ? 'none' : names}.`,
		);
	}
	return addressOf(below(base, url.pathname), 'The API address') instanceof URL
		? new URL(below(base, url.pathname + url.search))
		: failed(`${TITLE} tells an address for the API "${name}" that is not https.`);
}

/** The fields that sign a request (IB-28), over what is sent. */
function signatureOf(signatureKey: string, call: OutgoingCall, url: URL, now: number) {
	if (signatureKey === '') return {};
	const timestamp = String(Math.floor(now / 1000));
	const message = { method: call.method, target: url.pathname + url.search };
	const [base = []] = inbentaBases(message, timestamp, call.body ?? new Uint8Array());
	return {
		'x-inbenta-signature': hmacKey(Buffer.from(signatureKey)).sign('sha256', base).toString('hex'),
		'x-inbenta-signature-version': INBENTA_VERSION,
		'x-inbenta-timestamp': timestamp,
	};
}

/** Inbenta: a key and its secret for a token, both in each call, signed where there is a signature key. */
export const inbenta: Vendor<InbentaSettings> = {
	title: TITLE,
	read(fields) {
		const empty = findEmpty(fields, { apiKey: 'API Key', apiSecret: 'API Secret' });
		if (empty !== undefined) return empty;
		const typed = textOf(fields, 'authUrl');
		const auth = addressOf(typed === '' ? AUTH_URL : typed, 'Auth URL');
		if (isFailure(auth)) return auth;
		const hosts = parseAllowedDomains(textOf(fields, 'allowedDomains'));
		if (hosts.kind !== 'allowed-domains') {
			return failed('Allowed Domains of the credential is empty or no list of hosts: correct it.');
		}
		if (mayGo(auth, hosts).kind !== 'allowed') {
			return failed(`Allowed Domains of the credential does not list ${auth.host}: add it.`);
		}
		return {
			auth,
			hosts,
			apiKey: secretOf(fields, 'apiKey').trim(),
			apiSecret: secretOf(fields, 'apiSecret').trim(),
			signatureKey: secretOf(fields, 'signatureKey').trim(),
		};
	},
	hosts: ({ hosts }) => ({ ...hosts, suffixes: [...hosts.suffixes, API_SUFFIX] }),
	secrets: ({ apiKey, apiSecret, signatureKey }) => ({
		'API Secret': apiSecret,
		'Signature Key': signatureKey,
		'API Key': apiKey,
	}),
	async logIn(settings, earlier, ports) {
		if (earlier !== undefined && ports.now() < earlier.expiresAt) {
			const renewed = await askForToken(settings, '/refreshToken', earlier, ports);
			if (!isFailure(renewed)) return renewed;
		}
		return await askForToken(settings, '/auth', undefined, ports);
	},
	credentials({ apiKey, signatureKey }, session, call, now) {
		const url = addressed(call.url, session);
		if (url !== undefined && isFailure(url)) return url;
		return {
			...(url === undefined ? {} : { url }),
			headers: {
				'x-inbenta-key': apiKey,
				authorization: `Bearer ${session?.token ?? ''}`,
				...signatureOf(signatureKey, call, url ?? call.url, now),
			},
		};
	},
	trial: ({ auth }) => ({ method: 'GET', url: below(auth, '/apis'), headers: {} }),
	isAuthentic({ signatureKey }, sent, { headers, body }) {
		const timestamp = sent['x-inbenta-timestamp'];
		if (signatureKey === '' || timestamp === undefined) return true;
		const shown = exactBytes(headers['x-inbenta-signature'] ?? '', 'hex');
		const base = inbentaAnswerBase(timestamp, body);
		const due = hmacKey(Buffer.from(signatureKey)).sign('sha256', base);
		return shown !== undefined && sameBytes(shown, due);
	},
	complaint: (answer) => (answer.status < 400 ? undefined : quoted(words(membersOf(answer)), [])),
};
