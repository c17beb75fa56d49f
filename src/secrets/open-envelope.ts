import type { Instant } from '../store/clock';
import type { DatasourceState } from './datasource-state';
import {
	type Envelope,
	envelopeRefused,
	type EnvelopeRefused,
	type EnvelopeTarget,
	readEnvelope,
} from './sealed-envelope';
import type { Vault } from './vault';

const BASE64 = /^[A-Za-z0-9+/_-]{64,}={0,2}$/;
const MOST_LETTERS = 100_000;
/** How many former pairs are tried, to say that a value was sealed for one of them. */
const REMEMBERED_PAIRS = 20;

/** What a private key made of a sealed text, and whether the key counts still. */
export interface Unsealed {
	readonly text: string;
	readonly isInTime: boolean;
}

/** Opens with the pairs of a datasource; former ones open until their time is over. */
export function unsealByDatasource(
	vault: Pick<Vault, 'unseal'>,
	{ sealing }: Pick<DatasourceState, 'sealing'>,
	now: Instant,
): (sealed: Uint8Array) => Unsealed | undefined {
	return (sealed) => {
		const { number, earlierUntil } = sealing;
		const oldest = Math.max(1, number - REMEMBERED_PAIRS);
		for (let tried = number; tried >= oldest; tried -= 1) {
			const text = vault.unseal(tried, sealed);
			if (text === undefined) continue;
			const isInTime = tried === number || (tried === number - 1 && (earlierUntil ?? 0) > now);
			return { text, isInTime };
		}
		return undefined;
	};
}

/**
 * Opens a sealed value: base64 of libsodium's sealed box, with or without line breaks. One that was
 * sealed for a former key is told from damage.
 */
export function openEnvelope(
	unseal: (sealed: Uint8Array) => Unsealed | undefined,
	sealedText: string,
	target: EnvelopeTarget,
	now: Instant,
): Envelope | EnvelopeRefused {
	const text = sealedText.slice(0, MOST_LETTERS + 1).replace(/\s+/g, '');
	if (text.length > MOST_LETTERS || !BASE64.test(text)) return envelopeRefused('not-sealed');
	const unsealed = unseal(Buffer.from(text, 'base64'));
	if (unsealed === undefined) return envelopeRefused('damaged');
	return unsealed.isInTime ? readEnvelope(unsealed.text, target, now) : envelopeRefused('old-key');
}
