import {
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	NodeOperationError,
} from 'n8n-workflow';

import type { Method } from '../http/redirect';
import { whyUnreachable } from '../http/unreachable';
import { systemClock } from '../realm/system-clock';
import type { NamedSecret } from '../secrets/find-secrets';
import { secretText } from '../secrets/secret-text';
import { failed, isFailure, quoted, type VendorFailure } from '../vendors/failure';
import { oneAtATime } from '../vendors/one-at-a-time';
import { oauthWords } from '../vendors/token-answer';
import { endsSoon, type GrantedTokens, grantedTokens, mayHaveEnded } from './granted-tokens';
import type { OutgoingCredential } from './outgoing-credential';
import type { Send } from './outgoing-hops';
import type { OutgoingRequest } from './outgoing-request';
import { sendBy } from './outgoing-send';
import { optionsOfHop } from './outgoing-vendor';

type GrantedCredential = OutgoingCredential & {
	readonly vendor: Extract<OutgoingCredential['vendor'], { kind: 'granted' }>;
};

/** n8n shares a renewal that is under way; whoever comes right behind it shall have it too. */
const renewAlone = oneAtATime<GrantedTokens | VendorFailure>();

/** Without a type the token would go into the query. */
const OAUTH2 = { oauth2: { tokenType: 'Bearer' } } as const;

const disconnected = (title: string): VendorFailure =>
	failed(`${title} has ended the access: open the credential and connect it again.`);

/** Why no token was got; errors of n8n's OAuth2 client carry what was sent, so only words are taken. */
function whyNotRenewed(title: string, error: unknown, secrets: readonly string[]): VendorFailure {
	// That is how n8n reports `invalid_grant`.
	if (error instanceof NodeOperationError) return disconnected(title);
	const body: unknown = error instanceof Error && 'body' in error ? error.body : undefined;
	if (typeof body === 'object' && body !== null) {
		const said = quoted(oauthWords(body as Readonly<Record<string, unknown>>), secrets);
		return failed(`${title} renewed no token${said === undefined ? '' : `, saying "${said}"`}.`);
	}
	const { why, code } = whyUnreachable(error);
	// Of an answer that came all the same.
	const hasAnswered = code === undefined || code === 'ESTATUS' || code.startsWith('ERR_BAD_');
	return hasAnswered
		? failed(`${title} renewed no token: what its token address answered cannot be used.`)
		: failed(`${title} cannot be reached to renew the token: ${why}.`);
}

/** Sends hops with the token that n8n keeps; renews it early, and once after the system refused it. */
export function grantedSenderOf(
	context: IExecuteFunctions,
	index: number,
	{ type, keys, vendor }: GrantedCredential,
	request: OutgoingRequest,
	shown: NamedSecret[],
): Send {
	const { of: system, settings } = vendor;
	const id = context.getNode().credentials?.[type]?.id ?? '';
	const secrets = Object.values(system.secrets(settings));

	const held = async (): Promise<GrantedTokens | VendorFailure> => {
		const fields = await context.getCredentials<ICredentialDataDecryptedObject>(type, index);
		return grantedTokens(fields) ?? disconnected(system.title);
	};
	/** Whoever waited for the renewal of another item sends its tokens too. */
	const noted = (tokens: GrantedTokens | VendorFailure): GrantedTokens | VendorFailure => {
		if (isFailure(tokens)) return tokens;
		for (const token of [tokens.accessToken, tokens.refreshToken ?? '']) {
			if (token !== '') shown.push({ name: 'Token', secret: secretText(token) });
		}
		return tokens;
	};
	const renew = async (old: GrantedTokens): Promise<GrantedTokens | VendorFailure> =>
		noted(
			await renewAlone(id, async () => {
				const now = await held();
				if (isFailure(now) || now.accessToken !== old.accessToken) return now;
				if (now.refreshToken === undefined) return disconnected(system.title);
				try {
					await context.helpers.refreshOAuth2Token.call(context, type, OAUTH2.oauth2);
				} catch (error) {
					return whyNotRenewed(system.title, error, secrets);
				}
				const got = await held();
				// A refusal of status 200 changes nothing (VE-35).
				const isSame = !isFailure(got) && got.accessToken === old.accessToken;
				return isSame ? disconnected(system.title) : got;
			}),
		);
	const current = async (): Promise<GrantedTokens | VendorFailure> => {
		const tokens = noted(await held());
		const now = systemClock.now();
		if (isFailure(tokens) || !endsSoon(tokens, now)) return tokens;
		const renewed = await renew(tokens);
		return isFailure(renewed) && now < tokens.expiresAt ? tokens : renewed;
	};

	return async (hop) => {
		const failure = ({ sentence: message }: VendorFailure) =>
			({ kind: 'failure', message, description: 'The request has no answer.' }) as const;
		const override = system.override(settings, hop.method);
		const method: Method = override?.method ?? hop.method;
		const own = Object.entries(hop.headers).filter(
			([name]) => name.toLowerCase() !== 'authorization',
		);
		const headers = { ...Object.fromEntries(own), ...override?.headers };
		const once = async () => {
			const options = optionsOfHop({ ...hop, method, headers }, request, keys);
			return await sendBy(context, type, options, hop.url, OAUTH2);
		};
		const tokens = await current();
		if (isFailure(tokens)) return failure(tokens);
		const answer = await once();
		if ('kind' in answer) return answer;
		const { statusCode: status } = answer;
		const hasEnded =
			system.endedBy.includes(status) && mayHaveEnded(tokens, status, systemClock.now());
		if (!hasEnded) return answer;
		const renewed = await renew(tokens);
		return isFailure(renewed) ? failure(renewed) : await once();
	};
}
