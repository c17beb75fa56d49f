import type { Instant } from '../store/clock';
import type { KeyPairChange, NewKeyPair } from '../store/key-pairs';
import { type ActAs, findActAs, type ReachPorts } from './client-reach';
import { quoted } from './name';
import { type Outcome, done, refused } from './outcome';

/** What is said of a new key that is a pair. */
export interface KeyPairInput {
	/** `direct` when absent: one value, which a trigger accepts. */
	readonly kind?: string;
	/** Nobody when absent (IN-5). */
	readonly actAs?: ActAs;
	/** By when the secret is to be rotated, in ISO 8601; nobody is reminded when absent or empty. */
	readonly rotateBefore?: string;
}

/** Reads a rotation date: a date and time in ISO 8601 that is still to come; none when empty. */
export function checkRotateBefore(
	text: string | undefined,
	now: Instant,
): Outcome<Instant | undefined> {
	if (text === undefined || text.trim() === '') return done(undefined);
	const instant = Date.parse(text);
	if (Number.isNaN(instant)) {
		return refused(
			`The rotation date ${quoted(text)} is not a date: write it like 2030-12-31T00:00:00Z.`,
		);
	}
	return instant > now
		? done(instant)
		: refused(`The rotation date ${quoted(text)} has passed: choose a later time.`);
}

const NOT_OF_DIRECT = refused(
	'Only a key pair acts as other users and has a rotation date: leave both out, or generate a pair.',
);

/** Checks what makes a new key a pair; `undefined` for a direct key. */
export async function checkPair(
	ports: Pick<ReachPorts, 'users'>,
	{ kind = 'direct', actAs, rotateBefore }: KeyPairInput,
	now: Instant,
): Promise<Outcome<NewKeyPair | undefined>> {
	if (kind === 'direct') {
		return actAs === undefined && rotateBefore === undefined ? done(undefined) : NOT_OF_DIRECT;
	}
	if (kind !== 'pair') {
		return refused(`The kind of API key ${quoted(kind)} is unknown: choose direct or pair.`);
	}
	const date = checkRotateBefore(rotateBefore, now);
	if (date.kind === 'refused') return date;
	const reach = await findActAs(ports, actAs ?? 'none');
	if (reach.kind === 'refused') return reach;
	return done({ ...reach.value, rotateBefore: date.value });
}

/** What is to be different of a key pair; what is absent stays. */
export interface KeyPairUpdate {
	readonly actAs?: ActAs;
	/** `never` takes the date away. */
	readonly rotateBefore?: string;
}

/** Checks what is to be different; `undefined` where nothing of the pair is. */
export async function checkPairUpdate(
	ports: Pick<ReachPorts, 'users'>,
	{ actAs, rotateBefore }: KeyPairUpdate,
	now: Instant,
): Promise<Outcome<KeyPairChange | undefined>> {
	if (actAs === undefined && rotateBefore === undefined) return done(undefined);
	const change: { -readonly [Part in keyof KeyPairChange]: KeyPairChange[Part] } = {};
	if (rotateBefore !== undefined) {
		const date = checkRotateBefore(rotateBefore === 'never' ? undefined : rotateBefore, now);
		if (date.kind === 'refused') return date;
		change.rotateBefore = date.value;
	}
	if (actAs !== undefined) {
		const reach = await findActAs(ports, actAs);
		if (reach.kind === 'refused') return reach;
		change.reach = reach.value;
	}
	return done(change);
}

export const notAPair = (credentialId: string) =>
	refused(
		`The API key ${quoted(credentialId)} is no key pair: only a pair acts as other users and has a rotation date.`,
	);
