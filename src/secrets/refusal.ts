import type { DestinationReason } from '../http/destination';
import type { Unresolved } from './resolve';
import type { DomainList, SecretKeys } from './secret-keys';

/** What a builder reads: what is wrong, and what to do about it. */
export interface Refusal {
	readonly message: string;
	readonly description: string;
}

const HOW_TO_WRITE =
	'Write ${_datasource.Name}, $<_datasource.Name> or ${_datasource."Any name"}, and $${ for a literal ${.';
const ONLY_HEADERS = 'References to secret keys work in the values of headers only.';
const BY_OPTION =
	'References to secret keys work in the values of headers, and in query and body of API Request where its option "References Also In" says so.';

/** Says why something (`Secret key "A"`, `The request`) may not go to a destination. */
export function describeDestination(
	what: string,
	{ reason, origin }: { readonly reason: DestinationReason; readonly origin: string | undefined },
	{ owner, domains: { text, ports = new Set() } }: DomainList,
): Refusal {
	const allowed = `${owner} allows ${text}.`;
	switch (reason) {
		case 'not-a-url':
			return { message: `${what} cannot be sent: the URL is not absolute.`, description: allowed };
		case 'user-info':
			return {
				message: `${what} may not be sent to ${origin} with a user name or password in the URL.`,
				description: 'Take user name and password out of the URL.',
			};
		case 'host-not-allowed':
			return { message: `${what} may not be sent to ${origin}.`, description: allowed };
		case 'port-not-allowed':
			return {
				message: `${what} may not be sent to this port: ${origin}.`,
				description: `${owner} allows ${[...ports].join(', ')}.`,
			};
		case 'not-https':
			return {
				message: `${what} may not be sent to ${origin} without TLS.`,
				description:
					'Use https. Plain http is for loopback and for hosts listed by IP address in Allowed Domains.',
			};
	}
}

/** Puts an unresolved reference into words: the key's name, never a value. PF-25, PF-26. */
export function describeUnresolved(
	unresolved: Unresolved,
	{ allowedDomains, holder, owner }: SecretKeys,
): Refusal {
	const { name, at, list, place } = unresolved;
	const key = `Secret key "${name}"`;
	const header = place === undefined ? `Header "${at}"` : `The ${place}`;
	switch (unresolved.reason) {
		case 'malformed-reference':
			return {
				message: `${header} has a reference that cannot be read: ${name}`,
				description: HOW_TO_WRITE,
			};
		case 'unknown-key':
			return {
				message: `${key} does not exist in ${holder}.`,
				description: `${header} refers to it. Add the key there or correct the name.`,
			};
		case 'key-disabled':
			return {
				message: `${key} is disabled.`,
				description: `${header} refers to it. Enable it in ${holder}.`,
			};
		case 'key-expired':
			return {
				message: `${key} has expired.`,
				description: `${header} refers to it. Rotate it in ${holder}, with a later expiry.`,
			};
		case 'key-changed':
			return {
				message: `${key} was changed or put back in the database by hand.`,
				description: `${header} refers to it. Delete it in ${holder} and create it again.`,
			};
		case 'key-unreadable':
			return {
				message: `${key} cannot be decrypted.`,
				description: `What ${holder} has of it was damaged, moved or changed. Rotate it, or create it again.`,
			};
		case 'reference-in-header-name':
			return { message: `${key} stands in the name of a header.`, description: ONLY_HEADERS };
		case 'header-takes-no-reference':
			return {
				message: `${key} cannot be used in header "${at}".`,
				description: `${header} frames or directs the message and takes no reference.`,
			};
		case 'header-not-listed':
			return {
				message: `${key} may not be used in header "${at}".`,
				description: `${owner} lists where it may: add the header to Reference Headers.`,
			};
		case 'reference-in-url':
			return { message: `${key} stands in the URL.`, description: ONLY_HEADERS };
		case 'reference-in-query':
			return { message: `${key} stands in the query.`, description: BY_OPTION };
		case 'reference-in-body':
			return { message: `${key} stands in the body.`, description: BY_OPTION };
		case 'only-in-headers':
			return {
				message: `${key} may not be used in the ${place}.`,
				description: `${owner} lists the only places where its keys may be used, in Reference Headers.`,
			};
		case 'not-a-url':
		case 'user-info':
		case 'host-not-allowed':
		case 'port-not-allowed':
		case 'not-https':
			return describeDestination(
				key,
				{ reason: unresolved.reason, origin: at },
				list ?? { owner, domains: allowedDomains },
			);
	}
}
