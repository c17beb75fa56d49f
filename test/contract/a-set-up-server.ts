import type { Verdict } from '../../src/realm/realm';
import { A_CALL, A_POLICY, aMessage, valueOf } from '../a-realm';
import type { TestStorage } from '../stores';
import {
	anAuthorizationServer,
	basic,
	CALLBACK,
	ISSUER,
	PASSWORD,
	type Reply,
	type TestServer,
	VERIFIER,
} from './an-authorization-server';

const POLICY = { ...A_POLICY, acceptedCredentials: ['accessToken'] as const };

export const INTAKE = {
	partner: 'Acme Billing Ltd',
	goals: 'Bills for matters',
	dataScope: 'Matters and their clients',
	contact: 'legal@example.com',
	tenant: 'us.apps.example.com/firm',
};

type Form = Readonly<Record<string, string | undefined>>;

/** Has a client of the InterAction+ dialect, and somebody who may set it up. */
export interface SetUpServer extends TestServer {
	readonly clientId: string;
	/** Asks for a token as that client. */
	asPartner(form: Form): Promise<Reply>;
	/** Registers one more client of the dialect. */
	partner(parts?: object): Promise<{ readonly clientId: string; readonly clientSecret: string }>;
	/** The form that root sees after the log-in, or somebody else. */
	designation(parameters?: Form, as?: string): Promise<{ submit(filled: Form): Promise<Reply> }>;
	/** Designates a user as root; gives what the browser is sent on with. */
	designate(account: string, parameters?: Form): Promise<Reply>;
	/** Designates a user, and takes the tokens for the code. */
	tokensFor(account: string): Promise<Reply>;
	/** Calls a trigger with a token. */
	call(token: unknown): Promise<Verdict>;
	idOf(username: string): Promise<string>;
}

/**
 * There are root, who may grant consent; keeper, who manages access; clerk, who may neither; crm and
 * desk, whom a client may act as; and gone, who is disabled.
 */
export async function aSetUpServer(create?: () => Promise<TestStorage>): Promise<SetUpServer> {
	const server = await anAuthorizationServer(create);
	const { realm } = server;
	const { administer } = realm;
	for (const [group, privilege] of [
		['Consents', 'grant consent'],
		['Admins', 'Manage Access'],
	] as const) {
		valueOf(await administer.groups.create(group));
		const role = { application: 'Realm', name: group, privileges: [privilege] };
		valueOf(await administer.roles.create(role));
		valueOf(await administer.groups.addRole(group, { application: 'Realm', role: group }));
	}
	const groups = { root: ['Consents'], keeper: ['Admins', 'Default'] };
	for (const username of ['root', 'keeper', 'clerk', 'crm', 'desk', 'gone'] as const) {
		const joined = username in groups ? { groups: groups[username as 'root'] } : {};
		valueOf(await administer.users.create({ username, ...joined }));
	}
	valueOf(await administer.users.setState('gone', 'disabled'));
	for (const username of ['root', 'clerk']) {
		valueOf(await administer.passwords.set(username, PASSWORD));
	}
	const partner: SetUpServer['partner'] = async (parts = {}) => {
		const { clientId, clientSecret = '' } = await server.register({
			name: 'Acme Connector',
			callbackUrls: [CALLBACK],
			dialects: ['interActionPlus'],
			grants: ['authorization_code', 'refresh_token', 'client_credentials'],
			intake: INTAKE,
			authorityUrl: ISSUER,
			apiUrl: 'https://n8n.example/webhook',
			...parts,
		});
		return { clientId, clientSecret };
	};
	const { clientId, clientSecret } = await partner();
	const idOf = async (username: string): Promise<string> =>
		valueOf(await administer.users.get(username)).id;

	const designation: SetUpServer['designation'] = async (parameters, as = 'root') => {
		const page = await server.open({ client_id: clientId, ...parameters }, 'setUp');
		const passed = { stage: 'designate', userId: await idOf(as) } as const;
		const fields = server.passedLogIn(page.fields, passed);
		return {
			submit: async (filled) => await server.ask('setUp', { form: { ...fields, ...filled } }),
		};
	};
	const designate: SetUpServer['designate'] = async (account, parameters) =>
		await (await designation(parameters)).submit({ account, decision: 'allow' });
	const asPartner: SetUpServer['asPartner'] = async (form) =>
		await server.ask('token', { form, headers: [basic(clientId, clientSecret)] });

	return {
		...server,
		clientId,
		partner,
		idOf,
		designation,
		designate,
		asPartner,
		async tokensFor(account) {
			const code = (await designate(account)).sent.get('code') ?? '';
			return await asPartner({
				grant_type: 'authorization_code',
				code,
				redirect_uri: CALLBACK,
				code_verifier: VERIFIER,
			});
		},
		async call(token) {
			const headerFields = [['Authorization', `Bearer ${String(token)}`]] as const;
			return await realm.authenticate(aMessage({ headerFields }), POLICY, A_CALL);
		},
	};
}
