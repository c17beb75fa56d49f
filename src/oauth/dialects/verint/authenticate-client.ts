import {
	authenticateClient,
	type WithClient,
} from '../../client-authentication/authenticate-client';
import { speaks } from '../../client';
import type { OAuthPorts } from '../../ports';
import type { Refused } from '../../refusal';
import { fieldValues } from '../../request';
import type { WithForm } from '../../steps/read-form';

/** Whether a request names its client without proving anything of it. */
function provesNothing({ request, form }: WithForm): boolean {
	const proofs = ['client_secret', 'client_assertion', 'client_assertion_type'];
	return fieldValues(request, 'authorization').length === 0 && !proofs.some(form.has);
}

/**
 * As everywhere, except that the product's password requests hold no secret: who has that grant gets
 * on by its id, and the user's password is what counts (VE-14).
 */
export async function authenticateVerintClient(
	state: WithForm,
	ports: OAuthPorts,
): Promise<WithClient | Refused> {
	const { form, place } = state;
	const id = form.get('client_id');
	if (form.get('grant_type') === 'password' && id !== undefined && provesNothing(state)) {
		const client = await ports.clients.find(id);
		const fits = client?.enabled === true && speaks(client, place.dialect);
		if (fits && client.grants.includes('password')) return { ...state, client };
	}
	return await authenticateClient(state, ports);
}
