import { systemRandom } from '../../src/crypto/random';
import { readySodium } from '../../src/crypto/sodium';
import type { OAuthUser } from '../../src/oauth/client';
import { type FormState, sealForm } from '../../src/oauth/form-state';
import { type EndpointName, type ServerAnswer } from '../../src/realm/authorization-server';
import { oauthForms } from '../../src/realm/oauth-forms';
import type { Realm, RegisteredClient } from '../../src/realm/realm';
import { realmKeys } from '../../src/realm/realm-keys';
import { unlockExistingRealm } from '../../src/realm/unlock-realm';
import { aRealm, KEY_LOCK, type TestRealm, valueOf } from '../a-realm';
import type { TestStorage } from '../stores';

export const ISSUER = 'https://login.example/auth';
export const CALLBACK = 'https://client.example/cb';
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
export const PASSWORD = 'correct horse battery staple';

export type Form = Readonly<Record<string, string | undefined>> | string;

/** What came back, with its body read. */
export interface Reply {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	readonly json: Readonly<Record<string, unknown>>;
	/** Parameters of the address that the browser is sent to. */
	readonly sent: URLSearchParams;
	readonly events: ServerAnswer['events'];
}

interface Asked {
	readonly form?: Form;
	readonly headers?: readonly (readonly [string, string])[];
	readonly method?: string;
	readonly search?: string;
	readonly address?: string;
	readonly realm?: Realm;
	/** Whether callers of Interact may log in by name and password. */
	readonly interactPasswordGrant?: boolean;
	/** Of another server on the same realm. */
	readonly issuer?: string;
}

export interface TestServer extends TestRealm {
	/** A confidential client with every grant, and a public one. */
	readonly confidential: RegisteredClient;
	readonly secret: string;
	readonly publicClient: RegisteredClient;
	readonly user: OAuthUser;
	ask(endpoint: EndpointName, asked?: Asked): Promise<Reply>;
	/** Asks the token endpoint as the confidential client. */
	token(form: Readonly<Record<string, string | undefined>>, asked?: Asked): Promise<Reply>;
	/** The page that an authorization request brings, with the fields of its form. */
	open(
		parameters?: Readonly<Record<string, string | undefined>>,
		endpoint?: EndpointName,
	): Promise<OpenPage>;
	/**
	 * The fields of the form that follows the log-in. Logging in would cost an Argon2id each time: it is
	 * sealed here, as the server would.
	 */
	passedLogIn(
		fields: OpenPage['fields'],
		changes: Pick<FormState, 'stage' | 'userId'>,
	): Readonly<Record<string, string>>;
	/** Agrees as alice; gives what the browser is sent on with. */
	agree(
		parameters?: Readonly<Record<string, string | undefined>>,
		endpoint?: EndpointName,
	): Promise<Reply>;
	/** A code for the confidential client, by which it was asked for without PKCE and with it. */
	code(parameters?: Readonly<Record<string, string | undefined>>): Promise<string>;
	/** Registers one more client. */
	register(parts: object): Promise<RegisteredClient>;
	/** The last entries of the audit that the server wrote, the newest first. */
	decisions(): Promise<readonly string[]>;
}

const textOf = (form: Form): string => {
	if (typeof form === 'string') return form;
	const given = Object.entries(form).filter(([, value]) => value !== undefined);
	return new URLSearchParams(given as [string, string][]).toString();
};

export const basic = (id: string, secret: string): readonly [string, string] => {
	const text = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`;
	return ['Authorization', `Basic ${Buffer.from(text).toString('base64')}`];
};

function replyOf({ answer, events }: ServerAnswer): Reply {
	const { status, headers, body } = answer;
	const isJson = headers['content-type'] === 'application/json';
	const location = headers['location'] ?? 'https://nowhere.example';
	const { searchParams, hash } = new URL(location);
	const sent = hash === '' ? searchParams : new URLSearchParams(hash.slice(1));
	return { status, headers, body, json: isJson ? JSON.parse(body) : {}, sent, events };
}

/** A page with a form. */
export interface OpenPage extends Reply {
	readonly fields: Readonly<Record<string, string>>;
	submit(filled: Readonly<Record<string, string>>, asked?: Asked): Promise<Reply>;
}

/** The hidden fields of a page, as a browser sends them back. */
export function fieldsOf(html: string): Readonly<Record<string, string>> {
	const hidden = html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g);
	return Object.fromEntries([...hidden].map(([, name = '', value = '']) => [name, value]));
}

export function pageOf(
	reply: Reply,
	ask: TestServer['ask'],
	endpoint: EndpointName = 'authorize',
): OpenPage {
	const fields = fieldsOf(reply.body);
	const submit: OpenPage['submit'] = async (filled, asked) =>
		await ask(endpoint, { form: { ...fields, ...filled }, ...asked });
	return { ...reply, fields, submit };
}

/** What seals the realm's forms, by its key. */
async function formsOf({ store, clock }: TestRealm) {
	const sodium = await readySodium();
	const settings = { realm: 'default', lock: KEY_LOCK };
	const { row, unlocked } = await unlockExistingRealm(settings, store);
	const keys = realmKeys(sodium, store, row.id, unlocked);
	return oauthForms({ sodium, random: systemRandom, clock, store, row, keys });
}

/** An authorization server on a realm of its own, with two clients and a user. */
export async function anAuthorizationServer(
	create?: () => Promise<TestStorage>,
): Promise<TestServer> {
	const opened = await aRealm(create);
	const { realm } = opened;
	await realm.authorizationServer.keepIssuer(ISSUER);
	const created = valueOf(await realm.administer.users.create({ username: 'alice' }));
	const scopes = ['read', 'write'];
	const register = async (parts: object): Promise<RegisteredClient> =>
		valueOf(await realm.administer.clients.register({ name: 'A client', scopes, ...parts }));
	const confidential = await register({
		callbackUrls: [CALLBACK],
		grants: ['authorization_code', 'refresh_token', 'client_credentials'],
		actAs: { usernames: ['alice'] },
	});
	const publicClient = await register({
		name: 'A public client',
		type: 'public',
		callbackUrls: ['http://127.0.0.1/cb'],
	});
	const secret = confidential.clientSecret ?? '';
	const forms = await formsOf(opened);
	let count = 0;

	const ask = async (endpoint: EndpointName, asked: Asked = {}): Promise<Reply> => {
		const { form, headers = [], search = '', address = '192.0.2.7' } = asked;
		const method = asked.method ?? (form === undefined ? 'GET' : 'POST');
		const type: readonly (readonly [string, string])[] =
			form === undefined || headers.some(([name]) => name === 'Content-Type')
				? []
				: [['Content-Type', 'application/x-www-form-urlencoded']];
		count += 1;
		const answer = await (asked.realm ?? realm).authorizationServer.answer(
			endpoint,
			{
				method,
				headerFields: [...type, ...headers],
				search,
				body: form === undefined ? '' : textOf(form),
				address,
			},
			{
				issuer: asked.issuer ?? ISSUER,
				tokenAlgorithm: 'EdDSA',
				keyRenewalSeconds: 24 * 3600,
				interactPasswordGrant: asked.interactPasswordGrant ?? false,
				requestId: `request-${String(count)}`,
			},
			{
				origin: { workflow: 'w', node: 'Authorization Server Trigger' },
				wanted: ['tokenIssued', 'consentGiven', 'reuseDetected', 'logInLocked'],
			},
		);
		return replyOf(answer);
	};

	const open: TestServer['open'] = async (parameters = {}, endpoint = 'authorize') => {
		const search = textOf({
			response_type: 'code',
			client_id: confidential.clientId,
			redirect_uri: CALLBACK,
			state: 'the state',
			code_challenge: CHALLENGE,
			code_challenge_method: 'S256',
			...parameters,
		});
		return pageOf(await ask(endpoint, { search }), ask, endpoint);
	};
	const passedLogIn: TestServer['passedLogIn'] = (fields, changes) => {
		const state = forms.open(fields['form'] ?? '') as FormState;
		const ports = { clock: opened.clock, random: systemRandom, forms };
		return { ...sealForm({ ...state, ...changes }, ports) };
	};
	const agree: TestServer['agree'] = async (parameters, endpoint = 'authorize') => {
		const { fields } = await open(parameters, endpoint);
		const sealed = passedLogIn(fields, { stage: 'consent', userId: created.id });
		return await ask(endpoint, { form: { ...sealed, decision: 'allow' } });
	};

	return {
		...opened,
		open,
		passedLogIn,
		agree,
		code: async (parameters) => (await agree(parameters)).sent.get('code') ?? '',
		confidential,
		secret,
		publicClient,
		user: { id: created.id, name: 'alice', enabled: true },
		ask,
		register,
		token: (form, asked) =>
			ask('token', { form, headers: [basic(confidential.clientId, secret)], ...asked }),
		async decisions() {
			const entries = await realm.audit.query({ kind: 'authorization' });
			return entries.map(({ content: { operation, decision, reason } }) =>
				[operation, decision, reason].filter((part) => part !== undefined).join(' '),
			);
		},
	};
}
