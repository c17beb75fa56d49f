import { type Argon2Cost, PASSPHRASE_COST } from '../crypto/passphrase';
import type { RealmKeyRow } from '../store/schema';
import { type Check, ok, warn } from './check';
import type { RealmLock } from './settings';

const LEAST_GOOD_LETTERS = 14;

/** How well the realm key is kept, by the wraps that are there and what opened one of them. */
export function checkWraps(wraps: readonly RealmKeyRow[], lock: RealmLock): readonly Check[] {
	const isCheap = wraps.some(({ cost }) => {
		const given = cost === null ? PASSPHRASE_COST : (JSON.parse(cost) as Argon2Cost);
		const { memory, passes } = given;
		return memory < PASSPHRASE_COST.memory || passes < PASSPHRASE_COST.passes;
	});
	const checks: Check[] = [];
	if (lock.kind === 'passphrase' && lock.passphrase.length < LEAST_GOOD_LETTERS) {
		checks.push(
			warn(
				'passphrase',
				`The passphrase has ${String(lock.passphrase.length)} characters: who has a copy of the database can try passphrases. Take 32 random bytes (openssl rand -base64 32) by incoming-api change-passphrase.`,
			),
		);
	}
	if (isCheap) {
		checks.push(
			warn(
				'passphrase',
				'The realm key is wrapped at a lower cost than today: run incoming-api change-passphrase.',
			),
		);
	}
	if (wraps.length > 1) {
		checks.push(
			warn(
				'passphrase',
				'A change of the passphrase is not finished: run incoming-api change-passphrase --finish with the new one once all credentials have it.',
			),
		);
	}
	return checks.length === 0
		? [ok('passphrase', 'One strong passphrase or key opens it.')]
		: checks;
}
