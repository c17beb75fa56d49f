import type { HttpMessage } from '../http/message';
import type { Dialect } from '../store/dialect';

/** A request to one of the endpoints, as a value. */
export interface OAuthRequest {
	readonly method: string;
	readonly headerFields: HttpMessage['headerFields'];
	/** What stands behind the `?`, as received. */
	readonly search: string;
	/** The body as received; UTF-8. */
	readonly body: string;
	/** IP address of the sender. */
	readonly address: string | undefined;
}

/** Which authorization server was asked, and by which request. */
export interface ServerPlace {
	/** The issuer of RFC 8414; every endpoint lies under it. */
	readonly issuer: string;
	/** Whose wire format the request has. */
	readonly dialect: Dialect;
	/** How JWTs are signed, for clients whose access tokens are JWTs. */
	readonly tokenAlgorithm: 'EdDSA' | 'RS256';
	/** How long tokens are renewed from one exchange of a key, at most. */
	readonly keyRenewalSeconds: number;
	/** Whether callers of Interact may log in by a user's name and password. */
	readonly interactPasswordGrant: boolean;
	readonly requestId: string;
}

/** What every step can rely on. */
export interface Received {
	readonly request: OAuthRequest;
	readonly place: ServerPlace;
}

/** Values of a header field, in order; the name in lower case. */
export function fieldValues(
	{ headerFields }: Pick<OAuthRequest, 'headerFields'>,
	name: string,
): readonly string[] {
	return headerFields.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
}

/** Media type of the body in lower case and without parameters; `undefined` where none is named. */
export function mediaTypeOf(request: Pick<OAuthRequest, 'headerFields'>): string | undefined {
	const [type, ...more] = fieldValues(request, 'content-type');
	if (type === undefined || more.length > 0) return undefined;
	return type.split(';', 1)[0]?.trim().toLowerCase();
}
