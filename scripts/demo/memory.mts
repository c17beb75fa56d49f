import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Owner } from '../n8n/session.mts';

/** What one demo has generated and made, so that a second start finds it again. */
export interface Remembered {
	readonly owner: Owner;
	readonly passphrase: string;
	/** The value of the secret key MyAPIKey. */
	readonly secret: string;
	/** The API key of the demo's user, once the main job has made it. */
	readonly apiKey?: string;
	readonly externalPort?: number;
	/** Ids in n8n, by credential type. */
	readonly credentials: Readonly<Record<string, string>>;
	/** Ids in n8n and digests of what was stored, by the example's name. */
	readonly workflows: Readonly<Record<string, { readonly id: string; readonly digest: string }>>;
}

export interface Memory {
	readonly now: () => Remembered;
	readonly change: (part: Partial<Remembered>) => void;
}

/** Opens the file, readable by its owner only, that holds a demo's passwords and ids. */
export function openMemory(folder: string): Memory {
	const file = join(folder, 'remembered.json');
	let remembered = read(file) ?? generate();
	const change = (part: Partial<Remembered>) => {
		remembered = { ...remembered, ...part };
		writeFileSync(file, JSON.stringify(remembered, null, '\t'), { mode: 0o600 });
	};
	change({});
	return { now: () => remembered, change };
}

function read(file: string): Remembered | undefined {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as Remembered;
	} catch {
		return undefined;
	}
}

function generate(): Remembered {
	const random = (bytes: number) => randomBytes(bytes).toString('base64url');
	return {
		// n8n wants a digit and a capital.
		owner: { email: 'owner@example.com', password: `A1-${random(12)}` },
		passphrase: random(24),
		// The slash, plus and percent make the URL-encoded form differ from the plain one.
		secret: `ext/${random(24)}+%`,
		credentials: {},
		workflows: {},
	};
}
