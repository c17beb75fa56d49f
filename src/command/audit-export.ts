import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Subcommand } from './subcommand';

const READER_HAS_GONE = 'EPIPE';

/** `audit export`: writes the audit to standard output, one JSON text per line. */
export const auditExport: Subcommand = async ({ realm }, { from, to, user }) => {
	const lines = realm.audit.export({
		...(from === undefined ? {} : { from }),
		...(to === undefined ? {} : { to }),
		...(user === undefined ? {} : { user }),
	});
	try {
		await pipeline(Readable.from(lines), process.stdout, { end: false });
	} catch (error) {
		// Whoever reads may stop before the end, as `head` does.
		if (!(error instanceof Error && 'code' in error && error.code === READER_HAS_GONE)) throw error;
	}
	return true;
};
