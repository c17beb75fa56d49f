import { isUtf8 } from 'node:buffer';

import { ACT_AS } from './credential-sets';
import type { Presented } from './presented';

/** The letters as which Node reads a byte each. */
const BYTES = /^[\0-\xff]*$/;

/**
 * The user name in `Rest-Impersonate-User` (VE-25), where there is one: its bytes as UTF-8, or an
 * empty name, which no user has, where they are none.
 */
export function impersonatedName(presented: Presented): string | undefined {
	const value = presented.kind === 'shown' ? presented.fields.get(ACT_AS) : undefined;
	if (value === undefined) return undefined;
	const bytes = Buffer.from(value, 'latin1');
	return BYTES.test(value) && isUtf8(bytes) ? bytes.toString('utf8') : '';
}
