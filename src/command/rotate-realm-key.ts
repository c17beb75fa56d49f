import { withProgressBar } from './progress';
import type { Subcommand } from './subcommand';

/** `rotate-realm-key`: gives the realm a new key, from which new subkeys come. */
export const rotateRealmKey: Subcommand = async ({ rotate }, { json }) => {
	const outcome = await withProgressBar(process.stderr, 'rotate', rotate);
	const ok = outcome.kind === 'done';
	const message = ok
		? `The realm key has version ${String(outcome.value.version)}. Older ones are kept for what they prove.`
		: outcome.sentence;
	const version = ok ? outcome.value.version : undefined;
	const text = json ? JSON.stringify({ ok, version, message }) : message;
	(ok || json ? process.stdout : process.stderr).write(`${text}\n`);
	return ok;
};
