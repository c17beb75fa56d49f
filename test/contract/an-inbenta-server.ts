import type { IssuedApiKey } from '../../src/administration/api-keys';
import type { EndpointName } from '../../src/realm/authorization-server';
import type { DescribedDomainKey, Policy, Verdict } from '../../src/realm/realm';
import { A_CALL, aMessage, valueOf } from '../a-realm';
import type { StoreKind } from '../stores';
import { TOKEN_POLICY } from './a-token-realm';
import { anAuthorizationServer, type Reply, type TestServer } from './an-authorization-server';

type Fields = readonly (readonly [string, string])[];

/** What a test changes of a request. */
export interface Asked {
	/** `undefined` leaves it out. */
	readonly apiKey?: string | undefined;
	/** Of the page that asks; none when absent. */
	readonly origin?: string;
	readonly headers?: Fields;
	readonly query?: string;
	readonly method?: string;
	readonly address?: string;
	/** The body, as it is sent. */
	readonly body?: string;
}

export const PAGE = 'https://shop.example.com';
export const PRIVILEGES = ['Run Actions', 'Use API Key'];

/** A server with a key pair and a domain key, both of alice's. */
export interface InbentaServer extends TestServer {
	readonly pair: IssuedApiKey & { readonly secret: string };
	readonly domainKey: DescribedDomainKey;
	/** Asks for a token by key and secret, as it should be unless said otherwise. */
	auth(asked?: Asked): Promise<Reply>;
	/** The same from a page, by the domain key. */
	authOfPage(asked?: Asked): Promise<Reply>;
	refresh(reply: Reply, asked?: Asked): Promise<Reply>;
	apis(reply: Reply, asked?: Asked): Promise<Reply>;
	/** A call with a token, and its key beside it. */
	callWith(reply: Reply, asked?: Asked, policy?: Policy): Promise<Verdict>;
}

export const error = (code: number, message: string) => ({ error: { code, message } });
/** The one answer to all that is exchanged and wrong. */
export const WRONG = error(400, 'Secret token not valid');
export const NO_TOKEN = error(401, 'Access token not valid');

export async function anInbentaServer(create: StoreKind['create']): Promise<InbentaServer> {
	const server = await anAuthorizationServer(create);
	const { realm } = server;
	const { apiKeys, domainKeys } = realm.administer;
	const issued = valueOf(
		await apiKeys.generate({ username: 'alice', name: 'Inbenta', kind: 'pair' }),
	);
	const pair = { ...issued, secret: issued.secret ?? '' };
	const own = { username: 'alice', name: 'shop', origins: [PAGE], privileges: PRIVILEGES };
	const domainKey = valueOf(await domainKeys.create(own));

	const fieldsOf = (asked: Asked): Fields => {
		const apiKey = 'apiKey' in asked ? asked.apiKey : pair.key;
		return [
			...(apiKey === undefined ? [] : [['X-Inbenta-Key', apiKey] as const]),
			...(asked.origin === undefined ? [] : [['Origin', asked.origin] as const]),
			...(asked.headers ?? []),
		];
	};
	const ask = async (endpoint: EndpointName, asked: Asked, body?: string): Promise<Reply> => {
		const form = asked.body ?? body;
		return await server.ask(endpoint, {
			headers: fieldsOf(asked),
			...(form === undefined ? {} : { form }),
			...(asked.query === undefined ? {} : { search: asked.query }),
			...(asked.method === undefined ? {} : { method: asked.method }),
			...(asked.address === undefined ? {} : { address: asked.address }),
		});
	};
	const asJson = (asked: Asked): Asked => ({
		...asked,
		headers: [['Content-Type', 'application/json'], ...(asked.headers ?? [])],
	});
	const withToken = ({ json }: Reply, asked: Asked): Asked => {
		const bearer = ['Authorization', `Bearer ${String(json['accessToken'])}`] as const;
		return { ...asked, headers: [bearer, ...(asked.headers ?? [])] };
	};
	return {
		...server,
		pair,
		domainKey,
		auth: (asked = {}) => {
			const isTyped = asked.headers?.some(([name]) => name === 'Content-Type') === true;
			const secret = JSON.stringify({ secret: pair.secret });
			return ask('inbentaAuth', isTyped ? asked : asJson(asked), secret);
		},
		authOfPage: (asked = {}) => {
			const shown = JSON.stringify({ domainKey: domainKey.value });
			return ask('inbentaAuth', asJson({ origin: PAGE, ...asked }), shown);
		},
		refresh: (reply, asked = {}) =>
			ask('inbentaRefreshToken', { method: 'POST', ...withToken(reply, asked) }),
		apis: (reply, asked = {}) => ask('inbentaApis', withToken(reply, asked)),
		callWith: async (reply, asked = {}, policy = TOKEN_POLICY) => {
			const headerFields = fieldsOf(withToken(reply, asked));
			const address = asked.address ?? '192.0.2.7';
			return await realm.authenticate(aMessage({ headerFields, address }), policy, A_CALL);
		},
	};
}
