import { isCredentialKind, type Policy } from '../realm/realm';
import { browserPolicyOf } from './browser-policy';
import { listOf } from './list';
import { contentRulesOf } from './trigger-content';
import { triggerLimitsOf } from './trigger-limits';

/** The fields of a trigger that say whom it lets in. */
export interface PolicyContext {
	getNodeParameter(name: string, fallback?: unknown): unknown;
}

/**
 * Reads a trigger's policy. A field that cannot be read throws, so that nothing is let in by it.
 */
export function policyOf(context: PolicyContext): Policy {
	const application = context.getNodeParameter('application', 'Default');
	if (typeof application !== 'string' || application.trim() === '') {
		throw new Error('Application is empty: enter the name of an application, such as Default.');
	}
	const required = listOf(
		context.getNodeParameter('requiredPrivileges', ['Use API Key', 'Run Actions']),
	);
	if (required === undefined) {
		throw new Error('Required Privileges is not a list of names: enter a name in each field.');
	}
	const accepted = listOf(context.getNodeParameter('acceptedCredentials', ['apiKey']));
	if (accepted === undefined || !accepted.every(isCredentialKind)) {
		throw new Error('Accepted Credentials holds one that does not exist: choose from the list.');
	}
	const scopes = listOf(context.getNodeParameter('requiredScopes', []));
	if (scopes === undefined) {
		throw new Error('Required Scopes is not a list of scopes: enter a scope in each field.');
	}
	const options = new Map<string, unknown>(
		Object.entries(context.getNodeParameter('options', {}) ?? {}),
	);
	const signingKeys = listOf(context.getNodeParameter('signingKeys', []));
	if (signingKeys === undefined) {
		throw new Error('Signing Keys is not a list of ids: enter an id in each field.');
	}
	return {
		...browserPolicyOf(Object.fromEntries(options), context.getNodeParameter('httpMethod', 'POST')),
		acceptedCredentials: accepted,
		signingKeys,
		allowAnonymous: context.getNodeParameter('allowAnonymous', false) === true,
		application: application.trim(),
		requiredPrivileges: required,
		requiredScopes: scopes,
		impersonation: options.get('impersonation') === true,
		oauthAuthorization:
			accepted.includes('accessToken') && options.get('oauthAuthorization') === true,
		rateLimits: triggerLimitsOf(context.getNodeParameter('rateLimits', {})),
		content: contentRulesOf(context.getNodeParameter('validation', {})),
	};
}
