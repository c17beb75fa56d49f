import type { NewKeyTerms, ValueTerms } from './secret-terms';
import type { SecretName } from './secrets';
import type { NewSigningKeyTerms, SigningKeyRotation, SigningKeyToCome } from './signing-keys';

/** What a link can reveal, by the names of the members that else are in the output. */
export const REVEALED_NAMES = [
	'key',
	'secret',
	'clientId',
	'clientSecret',
	'authorityUrl',
	'apiUrl',
	'datasourceKey',
] as const;

export type RevealedName = (typeof REVEALED_NAMES)[number];
export type RevealedValues = Readonly<Partial<Record<RevealedName, string>>>;

interface OfUser {
	/** Who the named user is. Links from before this was kept have none. */
	readonly userId?: string;
}

/** What follows when somebody types a value on the page of a link. */
export type Entry =
	| {
			readonly kind: 'secret';
			readonly secret: SecretName;
			readonly step:
				| { readonly action: 'create'; readonly terms: NewKeyTerms }
				| { readonly action: 'rotate'; readonly terms: ValueTerms };
	  }
	| {
			readonly kind: 'signingKey';
			readonly key: SigningKeyToCome;
			readonly step:
				| ({ readonly action: 'create'; readonly terms: NewSigningKeyTerms } & OfUser)
				| {
						readonly action: 'rotate';
						readonly credentialId: string;
						readonly rotation: SigningKeyRotation;
				  };
	  }
	| ({ readonly kind: 'password'; readonly username: string } & OfUser);

/** What a one-time link is for. */
export type LinkContent = { readonly kind: 'reveal'; readonly values: RevealedValues } | Entry;
