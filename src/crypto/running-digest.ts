import { createHash } from 'node:crypto';

/** SHA-256 of what comes piece by piece. */
export interface RunningDigest {
	add(text: string | Uint8Array): void;
	/** In hexadecimal; nothing can be added afterwards. */
	end(): string;
}

export function runningDigest(): RunningDigest {
	const hash = createHash('sha256');
	return {
		add: (text) => void hash.update(text),
		end: () => hash.digest('hex'),
	};
}
