import type { Policy } from '../realm/realm';
import { listOf } from './list';

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
	return {
		allowAnonymous: context.getNodeParameter('allowAnonymous', false) === true,
		application: application.trim(),
		requiredPrivileges: required,
	};
}
