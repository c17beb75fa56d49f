/** The schema that holds our tables, in whatever database they are. */
export const SCHEMA = 'incoming_api';

/** How the connection is encrypted. Texts are PEM; `ca` stands in for the well-known authorities. */
export interface PostgresTls {
	readonly serverIs: 'verified' | 'unverified';
	readonly ca?: string;
	readonly certificate?: string;
	readonly key?: string;
}

export interface PostgresConnection {
	/** A name, an address, or the folder of a Unix socket. */
	readonly host: string;
	readonly port: number;
	readonly database: string;
	readonly user: string;
	/** Empty when there is none. */
	readonly password: string;
	/** `undefined` sends everything in clear. */
	readonly tls: PostgresTls | undefined;
	/** Lower-case letters, digits and underscores. */
	readonly schema: string;
}

/** Names a database without what opens it. */
export function nameOf({ host, port, database, user, schema }: PostgresConnection): string {
	const [owner, place, name] = [user, host, database].map(encodeURIComponent);
	const suffix = schema === SCHEMA ? '' : `?schema=${schema}`;
	return `postgres://${owner ?? ''}@${place ?? ''}:${String(port)}/${name ?? ''}${suffix}`;
}
