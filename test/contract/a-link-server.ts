import { closedPage } from '../../src/oauth/pages/link-pages';
import type { MadeLink, Outcome, Realm } from '../../src/realm/realm';
import { valueOf } from '../a-realm';
import type { TestStorage } from '../stores';
import { aDatasource, openIt } from './a-datasource';
import {
	anAuthorizationServer,
	ISSUER,
	type Reply,
	type TestServer,
} from './an-authorization-server';

export const LIFE = { lifeHours: 24 };
export const SECRET = { datasource: 'crm', name: 'MyAPIKey' };

/** An authorization server whose realm has the datasource `crm`, with what one does with links. */
export interface LinkServer extends TestServer {
	links(): Realm['administer']['links'];
	/** The token of a link that could be made. */
	made(link: Promise<Outcome<MadeLink>>): Promise<string>;
	/** The token of a link that shows this. */
	reveal(key?: string): Promise<string>;
	/** Opens the page as a browser does, and a preview. */
	look(token: string, address?: string): Promise<Reply>;
	/** Sends its form. */
	send(token: string, fields?: Readonly<Record<string, string>>): Promise<Reply>;
	/** What is kept of each link, encrypted; `null` once it is gone. */
	contents(): Promise<readonly (string | null)[]>;
	/** The value of `MyAPIKey` as whoever sends it has it. */
	secretNow(): Promise<string | undefined>;
}

/** The token in a link. */
export function tokenOf({ link }: MadeLink): string {
	const { origin, pathname, searchParams } = new URL(link);
	expect(origin + pathname).toBe(`${ISSUER}/once`);
	return searchParams.get('link') ?? '';
}

/** Whatever the reason, the page is the same to the letter. */
export function expectClosed({ status, body }: Reply): void {
	expect(status).toBe(404);
	expect(body).toBe(closedPage(/request-\d+/.exec(body)?.[0] ?? ''));
}

export async function aLinkServer(create?: () => Promise<TestStorage>): Promise<LinkServer> {
	const server = await anAuthorizationServer(create);
	const { datasourceKey } = await aDatasource(server.realm);
	const links = () => server.realm.administer.links;
	return {
		...server,
		links,
		made: async (link) => tokenOf(valueOf(await link)),
		reveal: async (key = 'a key') =>
			tokenOf(valueOf(await links().reveal({ ...LIFE, target: 'a key', values: { key } }))),
		async look(token, address) {
			const search = new URLSearchParams({ link: token }).toString();
			return await server.ask('once', { search, ...(address && { address }) });
		},
		send: async (token, fields = {}) =>
			await server.ask('once', { form: { link: token, ...fields } }),
		async contents() {
			const rows = await server.store.db.selectFrom('one_time_link').select('content').execute();
			return rows.map(({ content }) => content);
		},
		async secretNow() {
			const datasource = await openIt(server, datasourceKey);
			const key = valueOf(await datasource.keys()).get(SECRET.name);
			await datasource.close();
			return key?.state === 'enabled' ? key.secret.reveal() : key?.state;
		},
	};
}
