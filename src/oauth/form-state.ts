import { equalTexts } from '../crypto/equal-texts';
import type { Dialect } from '../store/dialect';
import type { AuthorizationRequest } from './authorization-request';
import { onceDigest } from './once';
import type { Parameters } from './parameters';
import type { OAuthPorts } from './ports';
import type { ServerPlace } from './request';
import { type Refused, refuse } from './refusal';

/** How long a page may stand open before its form is sent. */
export const FORM_SECONDS = 600;

/** What a page's form brings back. It travels sealed, so that nothing of it can be changed or read. */
export interface FormState {
	readonly stage: 'logIn' | 'consent' | 'designate';
	/** Counts once. */
	readonly id: string;
	/** Stands in the form a second time, so that forms of two log-ins cannot be mixed. */
	readonly antiForgery: string;
	readonly expiresAt: number;
	readonly issuer: string;
	/** Of the endpoint that the form comes back to. */
	readonly dialect: Dialect;
	readonly clientId: string;
	/** `undefined` where the browser is sent nowhere. */
	readonly redirectUri: string | undefined;
	readonly askedRedirectUri: string | undefined;
	readonly state: string | undefined;
	readonly request: AuthorizationRequest;
	/** Who has logged in, once somebody has. */
	readonly userId: string | undefined;
	/** The administrator who was named as the user, and has to be confirmed. */
	readonly unconfirmed: string | undefined;
}

export type NewFormState = Omit<FormState, 'id' | 'antiForgery' | 'expiresAt'>;

/** The two fields of a form that carry its state. */
export interface FormFields {
	readonly form: string;
	readonly check: string;
}

const ANTI_FORGERY_BYTES = 32;

type Ports = Pick<OAuthPorts, 'clock' | 'random' | 'forms'>;

/** Seals the state of a form that is about to be shown. */
export function sealForm(state: NewFormState, { clock, random, forms }: Ports): FormFields {
	const antiForgery = Buffer.from(random.bytes(ANTI_FORGERY_BYTES)).toString('base64url');
	const expiresAt = clock.now() + FORM_SECONDS * 1000;
	const sealed: FormState = { ...state, id: random.uuid(), antiForgery, expiresAt };
	return { form: forms.seal(sealed), check: antiForgery };
}

/** Reads the state that a form brings back; 403 for one that was not made here for this log-in (NT-11). */
export function openForm(
	fields: Parameters,
	{ issuer, dialect }: Pick<ServerPlace, 'issuer' | 'dialect'>,
	{ clock, forms }: Omit<Ports, 'random'>,
): FormState | Refused {
	// Only what was sealed here opens, so it has the shape that it was sealed with.
	const state = forms.open(fields.get('form') ?? '') as FormState | undefined;
	const forged = refuse('invalid_request', 'form-forged', { status: 403 });
	if (state?.issuer !== issuer || state.dialect !== dialect) return forged;
	if (!equalTexts(fields.get('check') ?? '', state.antiForgery)) return forged;
	const detail = { client: state.clientId };
	return clock.now() < state.expiresAt ? state : refuse('invalid_request', 'form-expired', detail);
}

/** Takes a form once: what follows from it happens at most once. */
export async function takeForm(
	{ id, expiresAt, clientId }: FormState,
	{ usedOnce }: Pick<OAuthPorts, 'usedOnce'>,
): Promise<Refused | undefined> {
	const taken = await usedOnce.take(onceDigest('form', id), expiresAt);
	return taken === 'first'
		? undefined
		: refuse('invalid_request', 'form-used', { client: clientId });
}
