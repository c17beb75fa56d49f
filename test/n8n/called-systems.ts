import type { ICredentialType } from 'n8n-workflow';

import { InbentaApi } from '../../credentials/InbentaApi.credentials';
import { InterActionPlusApi } from '../../credentials/InterActionPlusApi.credentials';
import { InteractApi } from '../../credentials/InteractApi.credentials';
import { PhixFlowApi } from '../../credentials/PhixFlowApi.credentials';
import { VerintCommunityApi } from '../../credentials/VerintCommunityApi.credentials';
import type { Emulator } from '../emulators/emulator';
import { InbentaEmulator } from '../emulators/inbenta';
import { InteractEmulator } from '../emulators/interact';
import { InterActionPlusEmulator } from '../emulators/interaction-plus';
import { PhixFlowEmulator } from '../emulators/phixflow';
import { VerintEmulator } from '../emulators/verint';
import { byApiRequest, byHttpRequest } from './vendor-calls';

/** A system on loopback, and the credential that calls it. */
export interface CalledSystem {
	readonly emulator: Emulator;
	readonly type: ICredentialType;
	/** What is typed into it where the system lies elsewhere: an address for each of its paths. */
	readonly fields: (at: (path: string) => string) => Readonly<Record<string, string>>;
	/** The name of the field whose value is the secret. */
	readonly secret: string;
	readonly path: string;
	/** What a call has to have. */
	readonly sent: (emulator: Emulator) => Readonly<Record<string, unknown>>;
}

const BEARER = { authorization: expect.stringMatching(/^Bearer token-/) as unknown };

export const systemsWithLogIn = {
	Interact: async (): Promise<CalledSystem> => {
		const emulator = await new InteractEmulator().start();
		return {
			emulator,
			type: new InteractApi(),
			fields: (at) => ({ ...emulator.fields, intranet: at('') }),
			secret: 'apiSecret',
			path: '/api/people',
			sent: () => ({ ...BEARER, 'x-tenant': emulator.tenant, accept: 'application/json' }),
		};
	},
	'Verint Community': async (): Promise<CalledSystem> => {
		const emulator = await new VerintEmulator().start();
		return {
			emulator,
			type: new VerintCommunityApi(),
			fields: (at) => ({ ...emulator.fields, baseUrl: at('') }),
			secret: 'clientSecret',
			path: '/api.ashx/v2/groups.json',
			sent: () => ({ authorization: expect.stringMatching(/^OAuth token-/) as unknown }),
		};
	},
	Inbenta: async (): Promise<CalledSystem> => {
		const emulator = await new InbentaEmulator().start();
		return {
			emulator,
			type: new InbentaApi(),
			fields: (at) => ({ ...emulator.fields, authUrl: at('/v1') }),
			secret: 'apiSecret',
			path: '/prod/chatbot/v1/conversation',
			sent: () => ({ ...BEARER, 'x-inbenta-key': emulator.fields.apiKey }),
		};
	},
	'InterAction+': async (): Promise<CalledSystem> => {
		const emulator = await new InterActionPlusEmulator().start();
		return {
			emulator,
			type: new InterActionPlusApi(),
			fields: (at) => ({ ...emulator.fields, authorityUrl: at('/tenant'), apiUrl: at('/cloud') }),
			secret: 'clientSecret',
			path: '/cloud/contacts',
			sent: () => BEARER,
		};
	},
} as const satisfies Readonly<Record<string, () => Promise<CalledSystem>>>;

export const calledSystems = {
	PhixFlow: async (): Promise<CalledSystem> => {
		const emulator = await new PhixFlowEmulator().start();
		return {
			emulator,
			type: new PhixFlowApi(),
			fields: (at) => ({ ...emulator.fields, baseUrl: at('') }),
			secret: 'apiKey',
			path: '/api/1/action/Orders/Submit/trigger',
			sent: () => ({ authorization: emulator.fields.apiKey }),
		};
	},
	...systemsWithLogIn,
} as const satisfies Readonly<Record<string, () => Promise<CalledSystem>>>;

/** Both nodes that a credential works in. */
export const WAYS = [
	['API Request', byApiRequest],
	['HTTP Request', byHttpRequest],
] as const;
