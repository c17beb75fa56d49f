import type { CheckedScheme, SchemeInput } from '../authentication/signature/check-scheme';
import type { ParsedSecret } from '../authentication/signature/signing-secret';
import type { SigningScheme } from '../authentication/signature/signing-scheme';
import type { RandomSource } from '../crypto/random';
import type { Envelope } from '../secrets/sealed-envelope';
import type { SigningVault } from '../secrets/signing-vault';
import type { Access } from '../store/access';
import type { Clock, Instant } from '../store/clock';
import type { Credentials } from '../store/credentials';
import { graceEnd } from '../store/life-cycle';
import type { SigningKeys, StoredSigningKey } from '../store/signing-keys';
import type { Users } from '../store/users';
import type { Actor } from './actor';
import { checkExpiry, checkGrace } from './api-key-fields';
import { type DescribedSigningKey, describeSigningKey } from './describe-signing-key';
import { mayIssueFor, unknownUser } from './issue-api-key';
import { checkName, quoted } from './name';
import { type Outcome, done, type Refused, refused } from './outcome';
import { unknownSigningKey } from './sentences';

export interface SigningKeyDeps {
	readonly signingKeys: SigningKeys;
	readonly signingCredentials: Credentials;
	readonly users: Users;
	readonly access: Access;
	readonly clock: Clock;
	readonly random: RandomSource;
	readonly actor: Actor;
	readonly signingVault: SigningVault;
	readonly checkScheme: (input: SchemeInput) => CheckedScheme;
	/** Reads a scheme as it is kept. */
	readonly schemeIn: (text: string) => SigningScheme | undefined;
	readonly parseSigningSecret: (scheme: SigningScheme, text: string) => ParsedSecret;
	/** Opens a value that is sealed for the signing key of this name. */
	readonly openSealedFor: (
		sealed: NewSigningSecret['sealed'],
		name: string,
		now: Instant,
	) => Outcome<Envelope>;
	readonly replayedFor: (name: string) => Refused;
}

export interface NewSigningSecret {
	/** The value, sealed for the realm's public key, or as its owner typed it on a one-time page. */
	readonly sealed: string | Envelope;
}

/** A signing key that is to be. */
export interface NewSigningKeyTerms {
	readonly username: string;
	readonly name: string;
	readonly scheme: SchemeInput;
	/** A date and time in ISO 8601. */
	readonly expiresAt?: string;
}

export interface SigningKeyRotation {
	readonly graceSeconds: number;
}

/** What a value that comes later is for. */
export interface SigningKeyToCome {
	readonly name: string;
	readonly scheme: SigningScheme;
}

export interface SigningKeyAdministration {
	/** Base64 of what values are sealed for. */
	publicKey(): string;
	create(input: NewSigningSecret & NewSigningKeyTerms): Promise<Outcome<DescribedSigningKey>>;
	/** Whether a key could be created so, once its value is there: its name, how it signs and whose it is. */
	checkNew(
		terms: NewSigningKeyTerms,
	): Promise<Outcome<SigningKeyToCome & { readonly userId: string }>>;
	/** The same for another value of a key. */
	checkRotation(
		credentialId: string,
		rotation: SigningKeyRotation,
	): Promise<Outcome<SigningKeyToCome>>;
	/** Never a value. */
	getAll(filter: {
		readonly username?: string;
		readonly limit?: number;
	}): Promise<readonly DescribedSigningKey[]>;
	/** Adds a value. Those so far count for `graceSeconds` more, but no longer than they would have. */
	rotate(
		credentialId: string,
		input: NewSigningSecret & SigningKeyRotation,
	): Promise<Outcome<DescribedSigningKey>>;
	/** Ends a superseded value before its grace period does. */
	retire(credentialId: string, version: number): Promise<Outcome<DescribedSigningKey>>;
	setState(
		credentialId: string,
		state: 'enabled' | 'disabled',
	): Promise<Outcome<DescribedSigningKey>>;
	/** Final. */
	revoke(credentialId: string): Promise<Outcome<DescribedSigningKey>>;
	delete(credentialId: string): Promise<Outcome<DescribedSigningKey>>;
}

/** Each one is tried with each message. */
const MOST_SECRETS = 5;

export function signingKeyAdministration(deps: SigningKeyDeps): SigningKeyAdministration {
	const { signingKeys, signingCredentials, users, clock, random, signingVault } = deps;
	const describe = (key: StoredSigningKey) => describeSigningKey(deps.schemeIn, key, clock.now());
	const find = async (credentialId: string): Promise<Outcome<StoredSigningKey>> => {
		const key = await signingKeys.find(credentialId);
		return key === undefined ? unknownSigningKey(credentialId) : done(key);
	};
	const current = async (credentialId: string): Promise<Outcome<DescribedSigningKey>> => {
		const key = await find(credentialId);
		return key.kind === 'refused' ? key : done(describe(key.value));
	};
	/** Opens a value and sees that the scheme can use it (NT-76). */
	const openFor = (
		scheme: SigningScheme,
		sealed: NewSigningSecret['sealed'],
		name: string,
		now: Instant,
	): Outcome<Envelope> => {
		const opened = deps.openSealedFor(sealed, name, now);
		if (opened.kind === 'refused') return opened;
		const parsed = deps.parseSigningSecret(scheme, opened.value.value.reveal());
		return parsed.kind === 'mistake' ? refused(parsed.sentence) : opened;
	};
	const encrypt = (
		key: Pick<StoredSigningKey, 'credentialId' | 'userId' | 'scheme'>,
		version: number,
		{ value }: Envelope,
		createdAt: Instant,
	) => {
		const { credentialId, userId, scheme } = key;
		const place = { credentialId, userId, scheme, version };
		return { credentialId, version, createdAt, ...signingVault.encrypt(place, value) };
	};

	const checkNew = async (input: NewSigningKeyTerms, now: Instant) => {
		const name = checkName('name of the signing key', input.name);
		if (name.kind === 'refused') return name;
		const expiry = checkExpiry(input.expiresAt, now);
		if (expiry.kind === 'refused') return expiry;
		const checked = deps.checkScheme(input.scheme);
		if (checked.kind === 'mistake') return refused(checked.sentence);
		const user = await users.find(input.username);
		if (user === undefined) return unknownUser(input.username);
		const may = await mayIssueFor(deps, user.id);
		if (may.kind === 'refused') return may;
		const { scheme } = checked;
		const keyId = scheme.variant === 'inbentaV1' ? scheme.keyId : undefined;
		if (keyId !== undefined && (await signingKeys.findByKeyId(keyId)) !== undefined) {
			return refused(
				`A signing key for ${quoted(keyId)} exists already: rotate it, or delete it first.`,
			);
		}
		return done({ name: name.value, userId: user.id, scheme, keyId, expiresAt: expiry.value });
	};
	const checkRotation = async (credentialId: string, { graceSeconds }: SigningKeyRotation) => {
		const grace = checkGrace(graceSeconds);
		if (grace.kind === 'refused') return grace;
		const found = await find(credentialId);
		if (found.kind === 'refused') return found;
		const key = found.value;
		const { name, secrets, state } = describe(key);
		if (state === 'revoked' || state === 'expired') {
			return refused(
				`The signing key ${quoted(credentialId)} is ${state} and cannot be rotated: create a new one.`,
			);
		}
		const may = await mayIssueFor(deps, key.userId);
		if (may.kind === 'refused') return may;
		const scheme = deps.schemeIn(key.scheme);
		if (scheme === undefined) {
			return refused(`The signing key ${quoted(credentialId)} is damaged: create a new one.`);
		}
		if (grace.value > 0 && secrets.length >= MOST_SECRETS) {
			return refused(
				`The signing key ${quoted(credentialId)} has ${String(MOST_SECRETS)} values that work: retire one first.`,
			);
		}
		return done({ key, name, scheme, graceSeconds: grace.value });
	};

	return {
		publicKey: signingVault.publicKey,
		getAll: async (filter) => (await signingKeys.list(filter)).map(describe),

		checkNew: (terms) => checkNew(terms, clock.now()),
		checkRotation,

		async create(input) {
			const now = clock.now();
			const checked = await checkNew(input, now);
			if (checked.kind === 'refused') return checked;
			const { name, userId, scheme, keyId, expiresAt } = checked.value;
			const envelope = openFor(scheme, input.sealed, name, now);
			if (envelope.kind === 'refused') return envelope;
			if (await signingKeys.wasUsed(envelope.value)) return deps.replayedFor(name);

			const credentialId = random.uuid();
			const key = {
				...{ credentialId, name, scheme: JSON.stringify(scheme), keyId },
				...{ expiresAt, createdAt: now },
			};
			const secret = encrypt({ ...key, userId }, 1, envelope.value, now);
			const added = await signingKeys.add(userId, key, secret, envelope.value);
			return added === 'added' ? await current(credentialId) : deps.replayedFor(name);
		},

		async rotate(credentialId, { sealed, ...rotation }) {
			const now = clock.now();
			const checked = await checkRotation(credentialId, rotation);
			if (checked.kind === 'refused') return checked;
			const { key, name, scheme, graceSeconds } = checked.value;
			const envelope = openFor(scheme, sealed, name, now);
			if (envelope.kind === 'refused') return envelope;
			if (await signingKeys.wasUsed(envelope.value)) return deps.replayedFor(name);
			const version = Math.max(...key.secrets.map((each) => each.version), 0) + 1;
			const next = {
				...encrypt(key, version, envelope.value, now),
				graceEndsAt: graceEnd(key, now, graceSeconds),
			};
			return (await signingKeys.addSecret(next, envelope.value, now)) === 'added'
				? await current(credentialId)
				: refused(
						`The signing key ${quoted(credentialId)} was changed by somebody else just now: look at it again.`,
					);
		},

		async retire(credentialId, version) {
			const found = await find(credentialId);
			if (found.kind === 'refused') return found;
			return (await signingKeys.retire(credentialId, version)) === 'retired'
				? await current(credentialId)
				: refused(
						`Version ${String(version)} of the signing key ${quoted(credentialId)} is not one that was superseded: choose another, or revoke the key.`,
					);
		},

		async setState(credentialId, state) {
			switch (await signingCredentials.setState(credentialId, state)) {
				case 'changed':
					return await current(credentialId);
				case 'unknown':
					return unknownSigningKey(credentialId);
				case 'revoked':
					return refused(
						`The signing key ${quoted(credentialId)} is revoked for good: create a new one.`,
					);
			}
		},

		async revoke(credentialId) {
			const revoked = await signingCredentials.revoke(credentialId, clock.now());
			return revoked === 'unknown' ? unknownSigningKey(credentialId) : await current(credentialId);
		},

		async delete(credentialId) {
			const before = await current(credentialId);
			if (before.kind === 'refused') return before;
			const deleted = await signingCredentials.delete(credentialId);
			return deleted === 'unknown' ? unknownSigningKey(credentialId) : before;
		},
	};
}
