import {
	type ICredentialDataDecryptedObject,
	type IHttpRequestOptions,
	UserError,
} from 'n8n-workflow';
import { findMisplaced } from '../secrets/misplaced';
import { describeUnresolved } from '../secrets/refusal';
import { resolveHeaders } from '../secrets/resolve';
import { recordRefusal, recordUses } from './record-secret-uses';
import { readSecretKeys } from './secret-keys-fields';

// n8n's HTTP Request node still speaks the options of the request library.
type RequestOptions = IHttpRequestOptions & { readonly uri?: unknown };

/**
 * After a 401 n8n hands the options that it got from here back to `authenticate`. What was resolved is
 * never parsed again (PF-29).
 */
const resolvedOptions = new WeakSet<IHttpRequestOptions>();

const textOf = (part: unknown): string | undefined =>
	typeof part === 'string' || part instanceof URL ? String(part) : undefined;

function destinationOf(address: string | undefined, base: string | undefined): string {
	if (address === undefined) return base ?? '';
	return base === undefined ? address : (URL.parse(address, base)?.href ?? '');
}

/**
 * Puts secrets into the headers of a request that a node is about to send, for any node that n8n lets
 * use the credential. Throws before any network I/O, with a sentence that names the key, when the
 * credential or a reference is not in order. PF-22, PF-25 to PF-30.
 */
export async function authenticateWithSecretKeys(
	credential: ICredentialDataDecryptedObject,
	options: RequestOptions,
): Promise<IHttpRequestOptions> {
	if (resolvedOptions.has(options)) return options;
	const keys = await readSecretKeys(credential);
	if (keys.kind === 'mistake') throw new UserError(keys.sentence);

	const address = textOf(options.url) ?? textOf(options.uri);
	const base = textOf(options.baseURL);
	const destination = destinationOf(address, base);
	const outcome =
		findMisplaced({ urls: [address, base], query: options.qs, body: options.body }) ??
		resolveHeaders(options.headers ?? {}, keys, destination);
	if (outcome.kind === 'unresolved') {
		await recordRefusal(keys, outcome, destination);
		const { message, description } = describeUnresolved(outcome, keys);
		throw new UserError(message, { description });
	}

	await recordUses(keys, outcome.used, destination);
	const authenticated: IHttpRequestOptions = {
		...options,
		headers: { ...options.headers, ...outcome.headers },
		// HTTP Request passes true, and n8n's default is true.
		sendCredentialsOnCrossOriginRedirect: false,
	};
	resolvedOptions.add(authenticated);
	return authenticated;
}
