import type { Clock, Instant } from '../store/clock';
import type { LinkKind, Links, StoredLink } from '../store/links';
import type { Actor } from './actor';
import type { Entry, LinkContent, RevealedValues } from './link-content';
import { quoted } from './name';
import { type Outcome, done, refused } from './outcome';
import type { PasswordAdministration } from './passwords';
import type { NewKeyTerms } from './secret-terms';
import type { SecretAdministration, SecretName } from './secrets';
import type {
	NewSigningKeyTerms,
	SigningKeyAdministration,
	SigningKeyRotation,
} from './signing-keys';

/** A link at its birth: the only time that it is known. */
export interface MadeLink {
	/** By which the audit names it. */
	readonly linkId: string;
	readonly link: string;
	readonly expiresAt: Instant;
}

/** A link that still works, as it can be shown. */
export interface KeptLink {
	readonly linkId: string;
	readonly kind: LinkKind;
	/** Name or id of what it is about. */
	readonly target: string;
	/** Name of the user in whose name it was made; the operator when absent. */
	readonly createdBy: string | undefined;
	readonly createdAt: Instant;
	readonly expiresAt: Instant;
}

export interface LinkMaker {
	/** Address of the page that links lead to; `undefined` before any authorization server was active. */
	page(): Promise<string | undefined>;
	/** Keeps what a link is for, and gives its token. */
	make(
		content: LinkContent,
		about: {
			readonly target: string;
			readonly createdBy: string | undefined;
			readonly expiresAt: Instant;
		},
	): Promise<{ readonly linkId: string; readonly token: string }>;
}

export interface LinkDeps {
	readonly maker: LinkMaker;
	readonly links: Pick<Links, 'list' | 'revoke'>;
	readonly secrets: Pick<SecretAdministration, 'check'>;
	readonly signingKeys: Pick<SigningKeyAdministration, 'checkNew' | 'checkRotation'>;
	readonly passwords: Pick<PasswordAdministration, 'check'>;
	readonly clock: Clock;
	readonly actor: Actor;
}

/** How long a link works, in hours. */
export interface LinkLife {
	readonly lifeHours: number;
}

/** Links that work once. Whoever has one needs nothing else. */
export interface LinkAdministration {
	/** Refused where no link could be made now: asked before there is something to reveal. */
	check(life: LinkLife): Promise<Outcome<{ readonly page: string; readonly expiresAt: Instant }>>;
	/** A link that shows these values once. `target` names or identifies what they are of. */
	reveal(
		input: LinkLife & { readonly target: string; readonly values: RevealedValues },
	): Promise<Outcome<MadeLink>>;
	/** A link on which its receiver types the value of a secret key. */
	enterSecret(
		input: LinkLife & {
			readonly action: 'create' | 'rotate';
			readonly secret: SecretName;
			readonly terms: NewKeyTerms;
		},
	): Promise<Outcome<MadeLink>>;
	/** The same for a new signing key. */
	enterSigningKey(
		input: LinkLife & { readonly terms: NewSigningKeyTerms },
	): Promise<Outcome<MadeLink>>;
	/** The same for another value of a signing key. */
	enterSigningValue(
		input: LinkLife & { readonly credentialId: string; readonly rotation: SigningKeyRotation },
	): Promise<Outcome<MadeLink>>;
	/** A link on which users type passwords of their own. */
	enterPassword(input: LinkLife & { readonly username: string }): Promise<Outcome<MadeLink>>;
	/** Those that still work, the newest first. */
	getAll(limit?: number): Promise<readonly KeptLink[]>;
	/**
	 * Ends a link that was not used, with what it would have shown. One that somebody is typing a value
	 * into is refused, and ends too: that value is saved, or nothing is.
	 */
	revoke(linkId: string): Promise<Outcome<KeptLink>>;
}

const HOUR = 3_600_000;
const MOST_HOURS = 31 * 24;

const keptLink = (link: StoredLink): KeptLink => {
	const { id: linkId, kind, target, createdBy, createdAt, expiresAt } = link;
	return { linkId, kind, target, createdBy, createdAt, expiresAt };
};

export function linkAdministration(deps: LinkDeps): LinkAdministration {
	const { maker, links, clock, actor } = deps;
	const getAll = async (limit?: number): Promise<readonly KeptLink[]> =>
		(await links.list(clock.now(), limit)).map(keptLink);

	const check: LinkAdministration['check'] = async ({ lifeHours }) => {
		if (!Number.isInteger(lifeHours) || lifeHours < 1 || lifeHours > MOST_HOURS) {
			return refused(`A link works for 1 to ${String(MOST_HOURS)} whole hours: correct that.`);
		}
		const page = await maker.page();
		if (page === undefined) {
			return refused(
				'A one-time link leads to an Authorization Server Trigger, and none of this realm was active yet: publish a workflow with one first.',
			);
		}
		return done({ page, expiresAt: clock.now() + lifeHours * HOUR });
	};
	const make = async (
		life: LinkLife,
		content: LinkContent,
		target: string,
	): Promise<Outcome<MadeLink>> => {
		const checked = await check(life);
		if (checked.kind === 'refused') return checked;
		const { page, expiresAt } = checked.value;
		const createdBy = actor.kind === 'user' ? actor.name : undefined;
		const { linkId, token } = await maker.make(content, { target, createdBy, expiresAt });
		return done({ linkId, link: `${page}?link=${token}`, expiresAt });
	};
	/** Makes a link to what was found to be possible. */
	const makeFor = async <T>(
		life: LinkLife,
		possible: Outcome<T>,
		entryOf: (value: T) => Entry,
		target: string,
	): Promise<Outcome<MadeLink>> =>
		possible.kind === 'refused' ? possible : await make(life, entryOf(possible.value), target);

	return {
		check,
		getAll,
		async revoke(linkId) {
			const link = await links.revoke(linkId, clock.now());
			return link === 'lost'
				? refused(
						`There is no link with the id ${quoted(linkId)} that still works: it was used, is being used for the last time, has expired, or never was.`,
					)
				: done(keptLink(link));
		},
		reveal: ({ values, target, ...life }) => make(life, { kind: 'reveal', values }, target),
		enterSecret: async ({ action, secret, terms, ...life }) =>
			await makeFor(
				life,
				await deps.secrets.check(action, secret, terms),
				(named) => ({ kind: 'secret', secret: named, step: { action, terms } }),
				`${secret.datasource}/${secret.name}`,
			),
		enterSigningKey: async ({ terms, ...life }) =>
			await makeFor(
				life,
				await deps.signingKeys.checkNew(terms),
				({ name, scheme, userId }) => ({
					kind: 'signingKey',
					key: { name, scheme },
					step: { action: 'create', terms, userId },
				}),
				terms.name,
			),
		enterSigningValue: async ({ credentialId, rotation, ...life }) =>
			await makeFor(
				life,
				await deps.signingKeys.checkRotation(credentialId, rotation),
				({ name, scheme }) => ({
					kind: 'signingKey',
					key: { name, scheme },
					step: { action: 'rotate', credentialId, rotation },
				}),
				credentialId,
			),
		enterPassword: async ({ username, ...life }) =>
			await makeFor(
				life,
				await deps.passwords.check(username),
				({ name, id }) => ({ kind: 'password', username: name, userId: id }),
				username,
			),
	};
}
