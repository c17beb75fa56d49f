import type { Applications } from '../store/applications';
import {
	AUTHENTICATION_METHODS,
	type AuthenticationMethod,
	CLIENT_DIALECTS,
	type ClientSettings,
	ERROR_STATUSES,
	GRANTS,
	TOKEN_FORMATS,
	type TokenLifetimes,
} from '../store/client-settings';
import type { Client } from '../store/clients';
import { checkApplications } from './api-key-fields';
import {
	checkCallbacks,
	checkEachOf,
	checkLifetimes,
	checkNote,
	checkOneOf,
	checkPublicKeys,
	checkScopes,
	checkUrl,
} from './client-fields';
import { type Outcome, done, refused } from './outcome';

/** What an admin may say of a client beside its name, users, groups and intake record. */
export interface ClientDraft {
	readonly type?: string;
	readonly description?: string;
	/** Taken away by an empty text. */
	readonly mainUrl?: string;
	readonly callbackUrls?: readonly string[];
	readonly trusted?: boolean;
	readonly grants?: readonly string[];
	readonly scopes?: readonly string[];
	readonly lifetimes?: Partial<TokenLifetimes>;
	readonly tokenFormat?: string;
	readonly authentication?: string;
	/** A JSON Web Key Set of public keys, where `authentication` is `private_key_jwt`. */
	readonly jwks?: string;
	readonly errorStatuses?: string;
	readonly tokenInQuery?: boolean;
	readonly dialects?: readonly string[];
	readonly applications?: readonly string[] | 'all';
}

/** What a client is that nobody said anything of. Days and seconds: peers' defaults. */
const UNSAID: Omit<ClientSettings, 'type' | 'authentication' | 'actAs'> = {
	description: '',
	mainUrl: undefined,
	callbackUrls: [],
	trusted: false,
	grants: ['authorization_code', 'refresh_token'],
	scopes: [],
	lifetimes: { accessSeconds: 600, familyDays: 30, idleDays: 7, refreshGraceSeconds: 0 },
	tokenFormat: 'opaque',
	jwks: undefined,
	errorStatuses: 'standard',
	tokenInQuery: false,
	dialects: ['oauth'],
	applications: undefined,
};

type Checked = Omit<ClientSettings, 'actAs'>;

/** Whether a client proves itself by a secret that we make. */
export const hasSecret = ({ authentication }: Pick<ClientSettings, 'authentication'>): boolean =>
	authentication === 'client_secret_basic' || authentication === 'client_secret_post';

function usualMethod({ type, dialects }: Pick<Checked, 'type' | 'dialects'>): AuthenticationMethod {
	if (type === 'public') return 'none';
	// Verint's clients send their secret in the form.
	return dialects.includes('verint') ? 'client_secret_post' : 'client_secret_basic';
}

/** What the parts of a client demand of one another. */
function checkTogether(settings: Checked): Outcome<Checked> {
	const { type, authentication, grants, callbackUrls, dialects, mainUrl, jwks, trusted } = settings;
	const isPublic = type === 'public';
	if (isPublic !== (authentication === 'none')) {
		return refused(
			'A public client proves itself by nothing, and a confidential one by something: choose an authentication method that fits.',
		);
	}
	if (isPublic && grants.includes('client_credentials')) {
		return refused('A public client cannot have client credentials: leave out that grant.');
	}
	if (isPublic && trusted) {
		return refused(
			'A public client cannot be trusted, as anybody can pass for it: let its users consent.',
		);
	}
	if ((authentication === 'private_key_jwt') !== (jwks !== undefined)) {
		return refused(
			'A key set goes with the authentication method private_key_jwt, and only with it: add or leave out the key set.',
		);
	}
	const calledBack = grants.includes('authorization_code') || grants.includes('implicit');
	if ((calledBack || dialects.includes('verint')) && callbackUrls.length === 0) {
		return refused('The client needs a callback URL: enter one.');
	}
	if (dialects.includes('verint') && mainUrl === undefined) {
		return refused('A client of the Verint dialect needs a main URL: enter one.');
	}
	if (grants.length === 0) return refused('The client has no grant and gets no token: choose one.');
	if (dialects.length === 0) return refused('The client has no dialect: choose one.');
	return done(settings);
}

/**
 * Checks what is said of a client, over what is known of it, where it is there already. A client
 * keeps for life whether it is public, and whether it has a secret.
 */
export async function checkDraft(
	applications: Pick<Applications, 'find'>,
	draft: ClientDraft,
	known: Client | undefined,
): Promise<Outcome<Checked>> {
	const before = known ?? UNSAID;
	const type = checkOneOf(
		'client type',
		['confidential', 'public'],
		draft.type ?? known?.type ?? 'confidential',
	);
	if (type.kind === 'refused') return type;
	const description = checkNote('description', draft.description ?? before.description);
	if (description.kind === 'refused') return description;
	const mainUrl = checkUrl('main URL', draft.mainUrl ?? before.mainUrl);
	if (mainUrl.kind === 'refused') return mainUrl;
	const callbackUrls = checkCallbacks(draft.callbackUrls ?? before.callbackUrls);
	if (callbackUrls.kind === 'refused') return callbackUrls;
	const grants = checkEachOf('grant', GRANTS, draft.grants ?? before.grants);
	if (grants.kind === 'refused') return grants;
	const scopes = checkScopes(draft.scopes ?? before.scopes);
	if (scopes.kind === 'refused') return scopes;
	const lifetimes = checkLifetimes({ ...before.lifetimes, ...draft.lifetimes });
	if (lifetimes.kind === 'refused') return lifetimes;
	const tokenFormat = checkOneOf(
		'token format',
		TOKEN_FORMATS,
		draft.tokenFormat ?? before.tokenFormat,
	);
	if (tokenFormat.kind === 'refused') return tokenFormat;
	const dialects = checkEachOf('dialect', CLIENT_DIALECTS, draft.dialects ?? before.dialects);
	if (dialects.kind === 'refused') return dialects;
	const usual = usualMethod({ type: type.value, dialects: dialects.value });
	const authentication = checkOneOf(
		'authentication method',
		AUTHENTICATION_METHODS,
		draft.authentication ?? known?.authentication ?? usual,
	);
	if (authentication.kind === 'refused') return authentication;
	const jwks = draft.jwks === undefined ? done(before.jwks) : checkPublicKeys(draft.jwks);
	if (jwks.kind === 'refused') return jwks;
	const errorStatuses = checkOneOf(
		'kind of error statuses',
		ERROR_STATUSES,
		draft.errorStatuses ?? before.errorStatuses,
	);
	if (errorStatuses.kind === 'refused') return errorStatuses;
	const named =
		draft.applications === 'all' ? undefined : (draft.applications ?? before.applications);
	const allowed = await checkApplications(applications, named);
	if (allowed.kind === 'refused') return allowed;

	const checked = checkTogether({
		type: type.value,
		description: description.value,
		mainUrl: mainUrl.value,
		callbackUrls: callbackUrls.value,
		trusted: draft.trusted ?? before.trusted,
		grants: grants.value,
		scopes: scopes.value,
		lifetimes: lifetimes.value,
		tokenFormat: tokenFormat.value,
		authentication: authentication.value,
		jwks: jwks.value,
		errorStatuses: errorStatuses.value,
		tokenInQuery: draft.tokenInQuery ?? before.tokenInQuery,
		dialects: dialects.value,
		applications: allowed.value,
	});
	if (checked.kind === 'refused' || known === undefined) return checked;
	const stays = checked.value.type === known.type && hasSecret(checked.value) === hasSecret(known);
	return stays
		? checked
		: refused(
				'A client stays public or confidential, and stays with or without a secret: register another one.',
			);
}
