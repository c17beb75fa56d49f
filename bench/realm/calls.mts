import type { CallContext, Policy } from '../../src/realm/realm.ts';
import type { HttpMessage } from '../../src/http/message.ts';

/** The policy of a trigger that nobody has changed. */
export const POLICY: Policy = {
	acceptedCredentials: ['apiKey'],
	allowAnonymous: false,
	application: 'Default',
	requiredPrivileges: ['Use API Key', 'Run Actions'],
};

/** The same with a limit per key that no caller reaches. */
export const LIMITED_POLICY: Policy = {
	...POLICY,
	rateLimits: [{ per: 'key', calls: 1_000_000, seconds: 1, burst: 1_000_000 }],
};

/** Names a trigger within its realm, as the realm makes it from where a call arrives. */
export const TRIGGER = 'QXJ0aWNsZTE2 Incoming API Trigger';

/** Where the calls of a benchmark arrive. */
export const CONTEXT: CallContext = {
	requestId: '7e1f6c1e-5a53-4a0c-9d2e-0f6f3a1b2c3d',
	trigger: { workflow: 'QXJ0aWNsZTE2', node: 'Incoming API Trigger' },
};

/** A usual call with a key. */
export function messageWith(apiKey: string): HttpMessage {
	return messageWithFields([['X-API-Key', apiKey]]);
}

/** A usual call with these header fields besides the usual ones. */
export function messageWithFields(
	fields: readonly (readonly [name: string, value: string])[],
): HttpMessage {
	return {
		method: 'POST',
		headerFields: [
			['Host', 'n8n.example.com'],
			['User-Agent', 'reporting/2.1'],
			['Accept', 'application/json'],
			['Content-Type', 'application/json'],
			['Content-Length', '46'],
			...fields,
		],
		query: { page: '2' },
		params: {},
		body: { order: 'A-1001', quantity: 3, express: false },
		address: '192.0.2.7',
	};
}
