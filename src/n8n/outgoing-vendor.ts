import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { Hop } from '../http/redirect';
import { resolveHeaders } from '../secrets/resolve';
import type { NamedSecret } from '../secrets/find-secrets';
import type { SecretKeys } from '../secrets/secret-keys';
import { secretText } from '../secrets/secret-text';
import type { VendorAnswer } from '../vendors/exchange';
import { refusalOf } from '../vendors/sessions';
import { type Answer, decodeText } from './outgoing-answer';
import type { OutgoingCredential } from './outgoing-credential';
import type { Failure } from './outgoing-failure';
import type { Send } from './outgoing-hops';
import type { OutgoingRequest } from './outgoing-request';
import { optionsFor, sendBy } from './outgoing-send';
import { endSessionOf, sentWith } from './vendor-authenticate';
import type { AnySystem } from './vendors';

export type VendorCredential = OutgoingCredential & {
	readonly vendor: NonNullable<OutgoingCredential['vendor']>;
};

const fieldsOf = ({ headers }: Answer): VendorAnswer['headers'] =>
	Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);

/** What a system's own words say went wrong, also where the status says that all is well. */
export function failureOfVendor(
	{ title, complaint }: AnySystem,
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

/** The options for a hop whose headers hold no reference: nothing behind this takes the escapes out. */
export function optionsOfHop(
	hop: Hop,
	request: OutgoingRequest,
	keys: SecretKeys,
): IHttpRequestOptions {
	const resolved = resolveHeaders(hop.headers, keys, hop.url.href);
	const headers =
		resolved.kind === 'resolved' ? (resolved.headers as Record<string, string>) : hop.headers;
	return optionsFor({ ...hop, headers }, request, keys);
}

/** Sends hops with what a system wants in them, and once more where it has ended the session. */
export function vendorSenderOf(
	context: IExecuteFunctions,
	{ type, keys, vendor }: VendorCredential,
	request: OutgoingRequest,
	shown: NamedSecret[],
): Send {
	const once = async (hop: Hop) => {
		const options = optionsOfHop(hop, request, keys);
		const answer = await sendBy(context, type, options, hop.url);
		const sent = sentWith(options);
		if (sent?.token) shown.push({ name: 'Token', secret: secretText(sent.token) });
		const isSent = sent !== undefined;
		if ('kind' in answer) return { answer, isSent, isToRepeat: false };
		const refusal = refusalOf(answer.statusCode);
		const isToRepeat = refusal !== undefined && endSessionOf(options, refusal);
		const { isAuthentic } = vendor.of;
		const signed = { headers: fieldsOf(answer), body: answer.body };
		// A gateway signs no refusal; nothing of one is used but its words.
		const isRefused = answer.statusCode >= 400 && request.statusErrors === 'fail';
		const isUsable =
			isRefused || isAuthentic?.(vendor.settings, sent?.headers ?? {}, signed) !== false;
		const usable = isUsable ? answer : notSigned(vendor.of, hop.url);
		return { answer: usable, isSent, isToRepeat, refusal };
	};
	return async (hop) => {
		const first = await once(hop);
		if (!first.isToRepeat) return first.answer;
		const second = await once(hop);
		// Without a log-in, what the system forbade is the answer.
		return second.isSent || first.refusal === 'unknown' ? second.answer : first.answer;
	};
}

const notSigned = ({ title }: AnySystem, { origin }: URL): Failure => ({
	kind: 'failure',
	message: `The answer of ${origin} is not signed as ${title} signs: it is not used.`,
	description: 'Check the signature key in the credential.',
});

/** The secrets of a system's credential, by what they are. */
export function secretsOf({ vendor }: OutgoingCredential): readonly NamedSecret[] {
	if (vendor === undefined) return [];
	return Object.entries(vendor.of.secrets(vendor.settings))
		.filter(([, value]) => value !== '')
		.map(([name, value]) => ({ name, secret: secretText(value) }));
}
