import { type AnyVendor, systemOf } from '../vendors/systems';
import type { CalledSystem } from '../vendors/vendor';
import { type GrantedSystem, interActionPlusByCode, verintByCode } from './vendor-grants';

/** The systems whose tokens are n8n's. */
const GRANTED: ReadonlyMap<string, unknown> = new Map(
	Object.entries({
		interActionPlusOAuth2Api: interActionPlusByCode,
		verintCommunityOAuth2Api: verintByCode,
	}),
);

/** A system, whatever its settings are: they come from itself alone. */
export type AnySystem = CalledSystem<object>;

export type SystemOfCredential =
	| { readonly kind: 'vendor'; readonly of: AnyVendor }
	| { readonly kind: 'granted'; readonly of: GrantedSystem<object> };

/** The system of a type of credential, such as `phixFlowApi`. */
export function systemOfCredential(credential: string): SystemOfCredential | undefined {
	const granted = GRANTED.get(credential) as GrantedSystem<object> | undefined;
	if (granted !== undefined) return { kind: 'granted', of: granted };
	const vendor = credential.endsWith('Api')
		? systemOf(credential.slice(0, -'Api'.length))
		: undefined;
	return vendor && { kind: 'vendor', of: vendor };
}
