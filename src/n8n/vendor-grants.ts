import type { AllowedDomains } from '../http/destination';
import { failed, isFailure } from '../vendors/failure';
import { addressOf, domainsOf, secretOf, textOf } from '../vendors/fields';
import { interActionPlus } from '../vendors/interaction-plus';
import type { CalledSystem } from '../vendors/vendor';
import { methodOverride, verint } from '../vendors/verint';
import { grantedTokens } from './granted-tokens';

interface GrantSettings {
	readonly hosts: AllowedDomains;
	readonly secrets: Readonly<Record<string, string>>;
	readonly overridesMethod: boolean;
}

/** A system to which a user let n8n in, once, in a browser; n8n keeps the tokens. */
export interface GrantedSystem<
	Settings extends object = GrantSettings,
> extends CalledSystem<Settings> {
	/** The statuses by which it says that a token has ended; any other is about the user. */
	readonly endedBy: readonly number[];
	/** What goes out instead of a method, where that is another one. */
	override(settings: Settings, method: string): ReturnType<typeof methodOverride>;
}

/** By a credential on n8n's own OAuth2, whose field `address` says where calls go. */
function byCode({
	system: { title, complaint },
	address,
	endedBy,
	override = () => undefined,
}: {
	readonly system: Pick<CalledSystem<never>, 'title' | 'complaint'>;
	readonly address: { readonly name: string; readonly label: string };
	readonly endedBy: GrantedSystem['endedBy'];
	readonly override?: typeof methodOverride;
}): GrantedSystem {
	return {
		title,
		complaint,
		endedBy,
		override: ({ overridesMethod }, method) => (overridesMethod ? override(method) : undefined),
		read(fields) {
			const url = addressOf(textOf(fields, address.name), address.label);
			if (isFailure(url)) return url;
			const hosts = domainsOf(url);
			if (isFailure(hosts)) return hosts;
			const tokens = grantedTokens(fields);
			if (tokens === undefined) {
				return failed(`${title} has given no token: open the credential and connect it.`);
			}
			const { accessToken, refreshToken = '' } = tokens;
			const clientSecret = secretOf(fields, 'clientSecret');
			return {
				hosts,
				secrets: {
					'Client Secret': clientSecret,
					Token: accessToken,
					'Refresh Token': refreshToken,
				},
				overridesMethod: fields['methodOverride'] !== false,
			};
		},
		hosts: ({ hosts }) => hosts,
		secrets: ({ secrets }) => secrets,
	};
}

// A community answers 403 where a token has ended.
export const verintByCode = byCode({
	system: verint,
	address: { name: 'site', label: 'Site' },
	endedBy: [401, 403],
	override: methodOverride,
});

export const interActionPlusByCode = byCode({
	system: interActionPlus,
	address: { name: 'apiUrl', label: 'API URL' },
	endedBy: [401],
});
