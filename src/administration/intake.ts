import type { ClientDialect, Intake } from '../store/client-settings';
import { checkNote, checkUrl } from './client-fields';
import { type Outcome, done, refused } from './outcome';

const MEMBERS = ['partner', 'goals', 'dataScope', 'contact', 'tenant'] as const;

const MEMBER_NAMES: Readonly<Record<keyof Intake, string>> = {
	partner: 'partner',
	goals: 'goals',
	dataScope: 'data scope',
	contact: 'contact',
	tenant: 'tenant',
};

/** What a partner gets who integrates with InterAction+: exactly these four (IA-3). */
export interface HandOverPack {
	readonly clientId: string;
	readonly clientSecret: string;
	readonly authorityUrl: string;
	readonly apiUrl: string;
}

/** Where the partner's client is to go. */
export type HandOverAddresses = Pick<HandOverPack, 'authorityUrl' | 'apiUrl'>;

/** Checks an intake record: whole, or not there where no dialect asks for one (IA-1). */
export function checkIntake(
	intake: Partial<Intake> | undefined,
	dialects: readonly ClientDialect[],
): Outcome<Intake | undefined> {
	const isThere = intake !== undefined && MEMBERS.some((member) => intake[member]);
	if (!isThere) {
		return dialects.includes('interActionPlus')
			? refused(
					'A client of the InterAction+ dialect needs an intake record: enter partner, goals, data scope, contact and tenant.',
				)
			: done(undefined);
	}
	const whole = { partner: '', goals: '', dataScope: '', contact: '', tenant: '' };
	for (const member of MEMBERS) {
		const name = `${MEMBER_NAMES[member]} of the intake record`;
		const text = checkNote(name, intake[member] ?? '');
		if (text.kind === 'refused') return text;
		if (text.value === '') return refused(`The ${name} is empty: enter it.`);
		whole[member] = text.value;
	}
	return done(whole);
}

/** Checks the addresses of a hand-over pack, which a client of the dialect has to get. */
export function checkHandOver(
	{ authorityUrl, apiUrl }: Partial<HandOverAddresses>,
	dialects: readonly ClientDialect[],
): Outcome<HandOverAddresses | undefined> {
	if (!dialects.includes('interActionPlus')) return done(undefined);
	const authority = checkUrl('authority URL', authorityUrl);
	if (authority.kind === 'refused') return authority;
	const api = checkUrl('API URL', apiUrl);
	if (api.kind === 'refused') return api;
	if (authority.value === undefined || api.value === undefined) {
		return refused(
			'The hand-over pack of an InterAction+ client needs the authority URL and the API URL: enter both.',
		);
	}
	return authority.value.includes('?')
		? refused('The authority URL has a query: leave it out.')
		: done({ authorityUrl: authority.value, apiUrl: api.value });
}
