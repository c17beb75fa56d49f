import type { AllowedDomains } from '../http/destination';
import { isFailure } from './failure';
import { addressOf, domainsOf, findEmpty, secretOf, textOf } from './fields';
import type { Vendor } from './vendor';

interface PhixFlowSettings {
	readonly address: URL;
	readonly hosts: AllowedDomains;
	readonly apiKey: string;
}

/** PhixFlow: the key itself in `Authorization`, without a scheme (PF-31). */
export const phixFlow: Vendor<PhixFlowSettings> = {
	title: 'PhixFlow',
	read(fields) {
		const empty = findEmpty(fields, { baseUrl: 'Base URL', apiKey: 'API Key' });
		if (empty !== undefined) return empty;
		const address = addressOf(textOf(fields, 'baseUrl'), 'Base URL');
		if (isFailure(address)) return address;
		const hosts = domainsOf(address);
		return isFailure(hosts) ? hosts : { address, hosts, apiKey: secretOf(fields, 'apiKey').trim() };
	},
	hosts: ({ hosts }) => hosts,
	secrets: ({ apiKey }) => ({ 'API Key': apiKey }),
	credentials: ({ apiKey }) => ({ headers: { authorization: apiKey } }),
	// There is no call that every key may make; that the address answers is all that can be tried.
	trial: ({ address }) => ({ method: 'GET', url: String(address), headers: {} }),
	complaint: () => undefined,
};
