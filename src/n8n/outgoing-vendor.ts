import type { IExecuteFunctions } from 'n8n-workflow';

import { resolveHeaders } from '../secrets/resolve';
import type { NamedSecret } from '../secrets/find-secrets';
import { secretText } from '../secrets/secret-text';
import type { VendorAnswer } from '../vendors/exchange';
import { type Answer, decodeText } from './outgoing-answer';
import type { OutgoingCredential } from './outgoing-credential';
import type { Failure } from './outgoing-failure';
import type { Send } from './outgoing-hops';
import type { OutgoingRequest } from './outgoing-request';
import { optionsFor, sendBy } from './outgoing-send';
import { endSessionOf, sentWith } from './vendor-authenticate';
import type { AnyVendor } from './vendors';

type VendorCredential = OutgoingCredential & {
	readonly vendor: NonNullable<OutgoingCredential['vendor']>;
};

const fieldsOf = ({ headers }: Answer): VendorAnswer['headers'] =>
	Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);

/** What a system's own words say went wrong, also where the status says that all is well. */
export function failureOfVendor(
	{ title, complaint }: AnyVendor,
	answer: Answer,
): Failure | undefined {
	const { statusCode: status } = answer;
	const said = complaint({ status, headers: fieldsOf(answer), body: decodeText(answer) });
	if (said === undefined) return undefined;
	return {
		kind: 'failure',
		message: `${title} answered ${String(status)}: ${said}`,
		description: 'These are the words of the system that was called.',
		...(status >= 400 && { httpCode: String(status) }),
	};
}

/** Sends hops with what a system wants in them, and once more where it has ended the session. */
export function vendorSenderOf(
	context: IExecuteFunctions,
	{ type, keys, vendor }: VendorCredential,
	request: OutgoingRequest,
	shown: NamedSecret[],
): Send {
	const once: Send = async (hop) => {
		// Nothing behind this takes the escapes out again.
		const resolved = resolveHeaders(hop.headers, keys, hop.url.href);
		const headers =
			resolved.kind === 'resolved' ? (resolved.headers as Record<string, string>) : hop.headers;
		const options = optionsFor({ ...hop, headers }, request, keys);
		const answer = await sendBy(context, type, options, hop.url);
		const sent = sentWith(options);
		if (sent?.token) shown.push({ name: 'Token', secret: secretText(sent.token) });
		if ('kind' in answer) return answer;
		if (answer.statusCode === 401 || answer.statusCode === 403) endSessionOf(options);
		const { isAuthentic } = vendor.of;
		const signed = { headers: fieldsOf(answer), body: answer.body };
		if (isAuthentic?.(vendor.settings, sent?.headers ?? {}, signed) !== false) return answer;
		return {
			kind: 'failure',
			message: `The answer of ${hop.url.origin} is not signed as ${vendor.of.title} signs: it is not used.`,
			description: 'Check the signature key in the credential.',
		};
	};
	return async (hop) => {
		const answer = await once(hop);
		const isRefused = !('kind' in answer) && [401, 403].includes(answer.statusCode);
		return isRefused && vendor.of.logIn !== undefined ? await once(hop) : answer;
	};
}

/** The secrets of a system's credential, by what they are. */
export function secretsOf({ vendor }: OutgoingCredential): readonly NamedSecret[] {
	if (vendor === undefined) return [];
	return Object.entries(vendor.of.secrets(vendor.settings))
		.filter(([, value]) => value !== '')
		.map(([name, value]) => ({ name, secret: secretText(value) }));
}
