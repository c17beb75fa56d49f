import { equalTexts } from '../crypto/equal-texts';
import type { HttpMessage } from '../http/message';
import type { KnownAccessToken } from '../store/access-tokens';
import type { Shown } from './presented';
import type { RejectionReason } from './scheme';

/** Interact's callers name their tenant once in every call, by its GUID (IN-7). */
function namesTenant({ headerFields }: HttpMessage, tenant: string): boolean {
	const named = headerFields.filter(([name]) => name.toLowerCase() === 'x-tenant');
	return named.length === 1 && named[0]?.[1].toLowerCase() === tenant.toLowerCase();
}

/** Inbenta's callers send the key beside the token that it got (IB-9); others send none. */
function whyInbentaKey(
	{ boundKey, dialect }: KnownAccessToken,
	{ fields }: Shown,
): RejectionReason | undefined {
	const shown = fields.get('x-inbenta-key');
	if (shown === undefined) return dialect === 'inbenta' ? 'inbenta-key-missing' : undefined;
	const isItsKey = dialect === 'inbenta' && boundKey !== undefined && equalTexts(shown, boundKey);
	return isItsKey ? undefined : 'inbenta-key-mismatch';
}

/** What is wrong beside a token, by the dialect that it was issued in. */
export function besideToken(
	token: KnownAccessToken,
	message: HttpMessage,
	shown: Shown,
	tenant: string,
): RejectionReason | undefined {
	const isForeign = token.dialect === 'interact' && !namesTenant(message, tenant);
	return isForeign ? 'tenant-mismatch' : whyInbentaKey(token, shown);
}
