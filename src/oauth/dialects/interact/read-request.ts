import { equalTexts } from '../../../crypto/equal-texts';
import { parseGuid } from '../../../crypto/guid-text';
import { parseParameters } from '../../parameters';
import type { OAuthPorts } from '../../ports';
import { type Refused, refuse } from '../../refusal';
import { fieldValues, type Received } from '../../request';
import { readForm, type WithForm } from '../../steps/read-form';
import { refuseManyAttempts } from '../../steps/refuse-many-attempts';
import { steps } from '../../step';

/** The person whom a request names, in its query or in its body. */
export interface WithPerson extends WithForm {
	readonly personId: string | undefined;
}

const PERSON = 'personid';

/** Whoever has a page has no business with key and secret: they would be in every visitor's hands. */
function refusePages<S extends Received>(state: S): S | Refused {
	return fieldValues(state.request, 'origin').length === 0
		? state
		: refuse('invalid_request', 'origin-not-allowed', { status: 403 });
}

/** Only the person may stand in the URI (IN-15): URIs end in logs. */
function refuseQuery<S extends Received>(state: S): S | Refused {
	const { names } = parseParameters(state.request.search);
	return names.every((name) => name === PERSON)
		? state
		: refuse('invalid_request', 'credentials-in-query');
}

/** The person's id, named once, wherever. */
function readPerson(state: WithForm): WithPerson | Refused {
	const named = [...parseParameters(state.request.search).all(PERSON), ...state.form.all(PERSON)];
	return named.length > 1
		? refuse('invalid_request', 'repeated-parameter')
		: { ...state, personId: named[0] };
}

/** `X-Tenant` names this realm, once; GUIDs have letters of either case. */
function requireTenant(
	state: WithPerson,
	{ realm }: Pick<OAuthPorts, 'realm'>,
): WithPerson | Refused {
	const [tenant, ...more] = fieldValues(state.request, 'x-tenant');
	const isOurs =
		tenant !== undefined &&
		more.length === 0 &&
		parseGuid(tenant) !== undefined &&
		equalTexts(tenant.toLowerCase(), realm.id.toLowerCase());
	return isOurs ? state : refuse('invalid_grant', 'tenant-mismatch');
}

/** What has to hold of a request, whatever it asks for. */
export const readRequest = steps(
	refusePages<Received>,
	refuseQuery<Received>,
	refuseManyAttempts<Received>,
	readForm,
	readPerson,
	requireTenant,
);
