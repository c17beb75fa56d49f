import { parseLock } from '../realm/settings';
import { NEW_PASSPHRASE, readPassphraseTwice } from './passphrase';
import type { Subcommand } from './subcommand';

const NEXT = {
	begin:
		'The new passphrase opens the realm now, and the old one still does. Enter the new one in every Access Realm credential, then end with: incoming-api change-passphrase --finish',
	finish: 'The passphrase that was entered is the only one that opens the realm.',
	cancel: 'The passphrase that was entered is the only one that opens the realm.',
} as const;

/** `change-passphrase`: lets a second passphrase open the realm, and later it alone. */
export const changePassphrase: Subcommand = async ({ passphrase }, { finish, cancel, json }) => {
	const step = finish ? 'finish' : cancel ? 'cancel' : 'begin';
	const run = async () => {
		if (step !== 'begin') return await passphrase[step]();
		const lock = parseLock(await readPassphraseTwice(process.env, process.stdin, NEW_PASSPHRASE));
		return lock.kind === 'refused' ? lock : await passphrase.begin(lock);
	};
	const outcome = await run();
	const ok = outcome.kind !== 'refused';
	const message = outcome.kind === 'refused' ? outcome.sentence : NEXT[step];
	const text = json ? JSON.stringify({ ok, state: await passphrase.state(), message }) : message;
	(ok || json ? process.stdout : process.stderr).write(`${text}\n`);
	return ok;
};
