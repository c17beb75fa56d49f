import type { HttpMessage } from '../../src/http/message.ts';
import type { RejectionReason } from '../../src/authentication/scheme.ts';
import type { Policy } from '../../src/realm/realm.ts';
import type { Variant } from '../measure/slice.mts';
import { LIMITED_POLICY, messageWith, POLICY, TRIGGER } from './calls.mts';
import type { BenchRealm } from './open.mts';
import { loadProduct } from './product.mts';

/** More than an address may show wrong credentials in a row. */
const BATCH = 64;
const UNKNOWN_KEYS = 4_096;

interface Kind {
	readonly messages: readonly HttpMessage[];
	readonly policy?: Policy;
	readonly expected: readonly ('accepted' | RejectionReason)[];
	/** Whether every decision forgets what was read for the one before. */
	readonly forgets?: boolean;
	/** Whether a slice begins right behind such decisions, as what they bring lasts for seconds. */
	readonly prepared?: boolean;
	/** Whether the address has shown too many wrong credentials by then. */
	readonly throttled?: boolean;
}

/** The kinds of decision, each as it comes out of the realm, without its audit row. */
export function decisionVariants(bench: BenchRealm, name = (kind: string) => kind) {
	const variant = (kind: string, is: Kind): Variant => ({
		name: name(kind),
		...deciding(bench, is),
	});
	const known = bench.apiKeys.map(messageWith);
	const hot = known.slice(0, BATCH);
	const unknown = Array.from({ length: UNKNOWN_KEYS }, unknownKey).map(messageWith);
	const damaged = bench.apiKeys.map((key) => messageWith(withOtherEnd(key)));
	return {
		warm: variant('warm', { messages: hot, expected: ['accepted'], prepared: true }),
		limited: variant('warm, with a limit', {
			messages: hot,
			policy: LIMITED_POLICY,
			expected: ['accepted'],
			prepared: true,
		}),
		cold: variant('cold', { messages: known, expected: ['accepted'], forgets: true }),
		unknown: variant('unknown key', {
			messages: unknown,
			expected: ['unknown-key'],
		}),
		damaged: variant('bad checksum', {
			messages: damaged,
			expected: ['malformed-key'],
		}),
		throttled: variant('throttled address', {
			messages: unknown,
			// Once a second an attempt is looked at again.
			expected: ['too-many-failed-attempts', 'unknown-key'],
			throttled: true,
			prepared: true,
		}),
	};
}

/** A warm decision that lets all these messages in, beginning with records in memory. */
export function decidingVariant(
	bench: BenchRealm,
	name: string,
	{ messages, policy }: { readonly messages: readonly HttpMessage[]; readonly policy: Policy },
): Variant {
	const hot = messages.slice(0, BATCH);
	return {
		name,
		...deciding(bench, { messages: hot, policy, expected: ['accepted'], prepared: true }),
	};
}

function deciding(
	bench: BenchRealm,
	{ messages, policy = POLICY, expected, forgets, prepared, throttled }: Kind,
): Omit<Variant, 'name'> {
	const { decideCall, failedAttempts } = loadProduct();
	const { deps, forget } = bench.deciding();
	// Every look at this clock is a minute later, so that no address is ever throttled.
	let minutes = 0;
	const patient = failedAttempts({ now: () => (minutes += 1) * 60_000 });
	const used = throttled ? deps : { ...deps, attempts: patient };
	let next = 0;
	const decide = async (): Promise<Kind['expected'][number]> => {
		const message = messages[next] as HttpMessage;
		next = (next + 1) % messages.length;
		const { verdict } = await decideCall(used, message, policy, TRIGGER);
		return verdict.kind === 'refused' ? verdict.reason : 'accepted';
	};
	return {
		async batch() {
			for (let count = 0; count < BATCH; count += 1) {
				if (forgets) forget();
				const found = await decide();
				if (!expected.includes(found)) throw new Error(`A decision was ${found}, not ${expected}.`);
			}
			return BATCH;
		},
		async prepare() {
			if (!prepared) return;
			forget();
			for (let count = 0; count < BATCH; count += 1) await decide();
		},
	};
}

/** A well-formed key that no realm has given out. */
function unknownKey(): string {
	const { generateCredential, systemPorts } = loadProduct();
	return generateCredential('iapi', 'live', systemPorts.random.bytes).text;
}

function withOtherEnd(key: string): string {
	return key.slice(0, -1) + (key.endsWith('0') ? '1' : '0');
}
