import type { ActAs, ClientUpdate } from '../realm/realm';
import type { Parameters } from './parameters';

/** Name of the collection that holds most of what is said of a client. */
const OPTIONS = 'clientOptions';

function actAsOf(parameters: Parameters): ActAs | undefined {
	if (!parameters.isAdded(`${OPTIONS}.actAs`)) return undefined;
	const actAs = parameters.text(`${OPTIONS}.actAs`);
	if (actAs === 'any') return 'any';
	return actAs === 'listed' ? { usernames: parameters.list(`${OPTIONS}.actAsUsers`) } : 'none';
}

/** The members of an intake record that were filled in. */
function intakeOf(parameters: Parameters): ClientUpdate['intake'] {
	const filled = (['partner', 'goals', 'dataScope', 'contact', 'tenant'] as const).flatMap(
		(member) => {
			const text = parameters.optionalText(member);
			return text === undefined ? [] : [[member, text] as const];
		},
	);
	return filled.length === 0 ? undefined : Object.fromEntries(filled);
}

function lifetimesOf(parameters: Parameters): ClientUpdate['lifetimes'] {
	const members = ['accessSeconds', 'familyDays', 'idleDays', 'refreshGraceSeconds'] as const;
	const added = members.filter((member) => parameters.isAdded(`${OPTIONS}.${member}`));
	if (added.length === 0) return undefined;
	return Object.fromEntries(
		added.map((member) => [member, parameters.wholeNumber(`${OPTIONS}.${member}`)]),
	);
}

/** What the fields of a client say, without those that were not filled in or added. */
export function clientFieldsOf(parameters: Parameters): ClientUpdate {
	const added = <T>(member: string, read: (path: string) => T): T | undefined =>
		parameters.isAdded(`${OPTIONS}.${member}`) ? read(`${OPTIONS}.${member}`) : undefined;
	const all = added('allApplications', parameters.flag) === true;
	const said: { [Member in keyof ClientUpdate]: ClientUpdate[Member] | undefined } = {
		callbackUrls: parameters.optionalList('callbackUrls'),
		grants: parameters.optionalList('grants'),
		dialects: parameters.optionalList('dialects'),
		intake: intakeOf(parameters),
		description: added('description', parameters.text),
		mainUrl: added('mainUrl', (path) => parameters.text(path).trim()),
		trusted: added('trusted', parameters.flag),
		scopes: added('scopes', parameters.list),
		actAs: actAsOf(parameters),
		groups: added('groups', parameters.list),
		applications: all ? 'all' : added('applications', parameters.list),
		authentication: added('authentication', parameters.text),
		jwks: added('jwks', parameters.text),
		tokenFormat: added('tokenFormat', parameters.text),
		lifetimes: lifetimesOf(parameters),
		errorStatuses: added('errorStatuses', parameters.text),
		tokenInQuery: added('tokenInQuery', parameters.flag),
	};
	return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}
