import { DatabaseError } from 'pg';

import { Fault } from '../fault';

/** By SQLSTATE: what happened, and what to do. */
const SENTENCES: Readonly<Record<string, string>> = {
	'28P01': 'refuses the password: enter the right one',
	'28000': 'refuses the user: see pg_hba.conf, or name another user',
	'3D000': 'does not exist: create it, or name another one',
	'42501': 'does not permit this: give the user the right to create and use the schema',
	'25006': 'is read-only: name the primary server',
	'53100': 'has no space left on its disk: make room',
	'53300': 'has too many connections: raise max_connections',
	'55P03': 'is locked by another process: try again',
	'57014': 'did not finish in time: see what keeps it busy',
};

/** Whether a connection that failed so can serve no more. */
export function isConnectionBroken(error: unknown): boolean {
	if (error instanceof DatabaseError) return /^(08|57P)/.test(error.code ?? '08');
	return !(error instanceof Fault);
}

function messageOf(error: unknown): string {
	return typeof error === 'object' && error !== null && 'message' in error
		? String(error.message)
		: '';
}

/** Turns whatever `pg` threw into a fault that names the database and never what opens it. */
export function faultOf(error: unknown, name: string): Fault {
	if (error instanceof Fault) return error;
	const message = messageOf(error);
	const said = message === '' ? '' : ` (${message})`;
	const known = error instanceof DatabaseError ? SENTENCES[error.code ?? ''] : undefined;
	const sentence = isConnectionBroken(error)
		? `cannot be reached${said}: see that PostgreSQL runs, keeps up, and is where the settings say`
		: (known ?? `failed${said}`);
	return new Fault('store-unavailable', `The database ${name} ${sentence}.`, error);
}
