import type { LinkContent } from '../administration/link-content';
import type { LinkMaker } from '../administration/links';
import { generateCredential, parseCredential } from '../crypto/credential-text';
import { jointKey } from '../crypto/joint-key';
import { openText, sealText } from '../crypto/sealed-text';
import { deriveSubkey } from '../crypto/subkey';
import { ENDPOINTS } from '../oauth/endpoints/paths';
import type { ClosedLink, OpenedLink } from '../oauth/link-ports';
import { DAY_MILLISECONDS } from '../store/clock';
import type { Links, StoredLink } from '../store/links';
import type { RealmParts } from './realm';
import type { DigestsOf } from './realm-digests';

/** First letters of the token in every one-time link. */
const LINK_BRAND = 'ilnk';

export interface OneTimeLinks extends LinkMaker {
	/** Finds a link and uses nothing up. Why there is none is for the audit alone. */
	open(token: string): Promise<OpenedLink | ClosedLink>;
}

interface LinkDeps {
	readonly parts: RealmParts;
	readonly links: Links;
	readonly digestsOf: DigestsOf;
	readonly issuer: () => Promise<string | undefined>;
}

const UNKNOWN: ClosedLink = { closed: 'unknown' };

const ownerOf = (linkId: string) => ({ userId: linkId, credentialId: linkId });

/**
 * The links of a realm. What a link is for is encrypted under a key that takes the realm key and the
 * token: who reads the database opens nothing, with the passphrase or without.
 */
export function oneTimeLinks({ parts, links, digestsOf, issuer }: LinkDeps): OneTimeLinks {
	const { sodium, random, clock, row, keys } = parts;
	const keyOf = (realmKey: Uint8Array, secret: Uint8Array): Uint8Array =>
		jointKey(sodium, deriveSubkey(sodium, realmKey, 'links'), secret);
	const contextOf = ({ id, kind, target, expiresAt, createdBy }: Omit<StoredLink, 'content'>) =>
		JSON.stringify([
			'incoming-api/link/v1',
			row.id,
			id,
			kind,
			target,
			expiresAt,
			createdBy ?? null,
		]);

	return {
		async page() {
			const address = await issuer();
			return address === undefined ? undefined : address + ENDPOINTS.once.path;
		},
		async make(content, { target, createdBy, expiresAt }) {
			const { text, ...shown } = generateCredential(LINK_BRAND, row.environment, random.bytes);
			const now = clock.now();
			await links.prune(now, now - DAY_MILLISECONDS);
			const key = keys.newest();
			const id = random.uuid();
			const link = {
				...{ id, publicId: shown.publicId, keyVersion: key.version, kind: content.kind },
				...{ target, createdBy, createdAt: now, expiresAt, consumedAt: undefined },
				digest: digestsOf(key.version).of('link', shown, ownerOf(id)),
			};
			const sealing = keyOf(key.bytes, shown.secret);
			const plain = JSON.stringify(content);
			await links.add({
				...link,
				content: sealText(sodium, sealing, plain, contextOf(link), random.bytes),
			});
			sodium.memzero(sealing);
			return { linkId: id, token: text };
		},
		async open(token) {
			const shown = parseCredential(token);
			if (shown?.brand !== LINK_BRAND || shown.environment !== row.environment) return UNKNOWN;
			const stored = await links.find(shown.publicId);
			if (stored !== undefined) await keys.need(stored.keyVersion);
			const owned = stored && { ...ownerOf(stored.id), digest: stored.digest };
			const matches = digestsOf(stored?.keyVersion).matches('link', shown, owned);
			if (stored === undefined || !matches) return UNKNOWN;
			const linkId = stored.id;
			if (stored.consumedAt !== undefined) return { closed: 'used', linkId };
			if (stored.expiresAt <= clock.now()) return { closed: 'expired', linkId };
			const key = keys.of(stored.keyVersion);
			if (key === undefined || stored.content === undefined) return UNKNOWN;
			const sealing = keyOf(key.bytes, shown.secret);
			const plain = openText(sodium, sealing, stored.content, contextOf(stored));
			sodium.memzero(sealing);
			// A row that was changed by hand is none.
			return plain === undefined ? UNKNOWN : { stored, content: JSON.parse(plain) as LinkContent };
		},
	};
}
