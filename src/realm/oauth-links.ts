import type { Entry } from '../administration/link-content';
import type { Outcome } from '../administration/outcome';
import { parseSigningSecret } from '../authentication/signature/signing-secret';
import type { Address } from '../http/cidr';
import { parseAddress } from '../http/cidr';
import type { failedAttempts } from '../limits/failed-attempts';
import type { LinkPorts } from '../oauth/link-ports';
import { type Envelope, type EnvelopeTarget, parseSealedValue } from '../secrets/sealed-envelope';
import type { Clock } from '../store/clock';
import type { Links, StoredLink } from '../store/links';
import type { Users } from '../store/users';
import type { Administration } from './administration';
import { withUser } from './link-user';
import type { OneTimeLinks } from './one-time-links';

export interface OAuthLinkDeps {
	readonly opening: Pick<OneTimeLinks, 'open'>;
	readonly links: Links;
	readonly users: Pick<Users, 'findById'>;
	readonly clock: Clock;
	/** Name of the realm. */
	readonly realm: string;
	readonly attempts: ReturnType<typeof failedAttempts>;
	/** Administration by the user of this name, or by the operator. */
	readonly administerAs: (username: string | undefined) => Promise<Outcome<Administration>>;
}

function targetOf(realm: string, entry: Entry): EnvelopeTarget {
	switch (entry.kind) {
		case 'secret':
			return { kind: 'secret', realm, ...entry.secret };
		case 'signingKey':
			return { kind: 'signingKey', realm, name: entry.key.name };
		case 'password':
			return { kind: 'password', realm, name: entry.username };
	}
}

/** Reads what was typed as what had been sealed otherwise; `undefined` where it could not be a value. */
function readTyped(
	realm: string,
	entry: Entry,
	value: string,
	{ id, expiresAt }: StoredLink,
): Envelope | undefined {
	const parsed = parseSealedValue(targetOf(realm, entry), value);
	if (parsed.kind === 'mistake') return undefined;
	if (entry.kind === 'signingKey') {
		if (parseSigningSecret(entry.key.scheme, value).kind === 'mistake') return undefined;
	}
	return { kind: 'envelope', id, expiresAt, value: parsed.text };
}

async function keep(
	{ secrets, signingKeys, passwords }: Administration,
	entry: Entry,
	sealed: Envelope,
): Promise<Outcome<unknown>> {
	switch (entry.kind) {
		case 'secret': {
			const { secret, step } = entry;
			return step.action === 'create'
				? await secrets.create(secret, { ...step.terms, sealed })
				: await secrets.rotate(secret, { ...step.terms, sealed });
		}
		case 'signingKey': {
			const { step } = entry;
			return step.action === 'create'
				? await signingKeys.create({ ...step.terms, sealed })
				: await signingKeys.rotate(step.credentialId, { ...step.rotation, sealed });
		}
		case 'password':
			return await passwords.set(entry.username, sealed.value.reveal());
	}
}

/** What the page of one-time links needs of a realm. */
export function oauthLinks(deps: OAuthLinkDeps): LinkPorts {
	const { opening, links, users, clock, realm, attempts, administerAs } = deps;
	const addressOf = (text: string | undefined): Address | undefined =>
		text === undefined ? undefined : parseAddress(text);
	return {
		retryAfter: (address) => attempts.retryAfter(addressOf(address)),
		noteUnknown(address) {
			attempts.note(addressOf(address));
		},
		async open(token) {
			const opened = await opening.open(token);
			if ('closed' in opened) return opened;
			const content = await withUser(opened.content, users);
			const { stored } = opened;
			return content === 'gone' ? { closed: 'userGone', linkId: stored.id } : { stored, content };
		},
		async reveal({ stored, content }, address) {
			if (content.kind !== 'reveal') return 'used';
			const consumed = await links.consume(stored.id, address, clock.now());
			return consumed === 'consumed' ? content.values : 'used';
		},
		async enter({ stored, content }, value, address) {
			if (content.kind === 'reveal') return 'used';
			const sealed = readTyped(realm, content, value, stored);
			if (sealed === undefined) return 'unusable';
			const now = clock.now();
			if ((await links.consume(stored.id, address, now)) === 'lost') return 'used';
			try {
				// What the one who made the link may do counts now, not what it was then.
				const administration = await administerAs(stored.createdBy);
				const kept =
					administration.kind === 'refused'
						? administration
						: await keep(administration.value, content, sealed);
				if (kept.kind === 'done') return 'entered';
			} catch (error) {
				// As far as the database is there: what was typed is not kept, so that the link goes on.
				await links.release(stored, now).catch(() => {});
				throw error;
			}
			await links.release(stored, now);
			return 'refused';
		},
	};
}
