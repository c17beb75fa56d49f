import { type Environment, generateCredential, parseCredential } from '../crypto/credential-text';
import type { DigestLabel } from '../crypto/digest';
import type { RandomSource } from '../crypto/random';
import type { ProofKind, ProofPorts } from '../oauth/ports';
import type { DigestsOf } from './realm-digests';
import type { RealmKeys } from './realm-keys';

/** First letters, and the word in the digest, of what a grant brings. */
const KINDS: Readonly<Record<ProofKind, { readonly brand: string; readonly label: DigestLabel }>> =
	{
		code: { brand: 'icod', label: 'code' },
		refreshToken: { brand: 'irtk', label: 'refreshtoken' },
	};

interface ProofDeps {
	readonly random: RandomSource;
	readonly digestsOf: DigestsOf;
	readonly keys: Pick<RealmKeys, 'newest' | 'need'>;
	readonly environment: Environment;
}

/** Authorization codes and refresh tokens as generated credentials, each bound to its grant. */
export function oauthProofs({ random, digestsOf, keys, environment }: ProofDeps): ProofPorts {
	const ownerOf = (grantId: string) => ({ userId: grantId, credentialId: grantId });
	return {
		generate(kind, grantId) {
			const { brand, label } = KINDS[kind];
			const { text, ...shown } = generateCredential(brand, environment, random.bytes);
			return {
				text,
				publicId: shown.publicId,
				grantId,
				digest: digestsOf(undefined).of(label, shown, ownerOf(grantId)),
				pepperVersion: keys.newest().version,
			};
		},
		parse(kind, text) {
			const shown = parseCredential(text);
			const fits = shown?.brand === KINDS[kind].brand && shown.environment === environment;
			return fits ? shown : undefined;
		},
		async matches(kind, shown, stored) {
			if (stored !== undefined) await keys.need(stored.pepperVersion);
			const owned = stored && { ...ownerOf(stored.grantId), digest: stored.digest };
			return digestsOf(stored?.pepperVersion).matches(KINDS[kind].label, shown, owned);
		},
	};
}
