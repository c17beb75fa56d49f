import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../dist/src/command/main.js', import.meta.url));

async function sealBy(options: readonly string[], value: string): Promise<string> {
	const child = spawn(process.execPath, [COMMAND, 'seal', ...options], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	child.stdin.end(value);
	const [sealed] = await Promise.all([text(child.stdout), once(child, 'exit')]);
	return sealed.trim();
}

/** Seals a value by the package's command, as somebody who has nothing but a public key. */
export async function seal(publicKey: string, datasource: string, name: string, value: string) {
	const where = ['--public-key', publicKey, '--datasource', datasource, '--name', name];
	return await sealBy(where, value);
}

/** The same for a signing key of the realm. */
export async function sealSigningKey(publicKey: string, name: string, value: string) {
	return await sealBy(['--kind', 'signingKey', '--public-key', publicKey, '--name', name], value);
}
