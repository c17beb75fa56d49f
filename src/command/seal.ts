import { text } from 'node:stream/consumers';

import { systemPorts } from '../realm/system-ports';
import { sealPassword, sealSecret, sealSigningKey } from '../secrets/seal-secret';
import { askSecretly } from './ask';
import type { CommandOptions } from './parse-command';
import type { LocalSubcommand } from './subcommand';

const DAY = 86_400_000;

/** The value, typed at a terminal or from standard input, where one line end does not count. */
async function readValue(name: string): Promise<string> {
	const { stdin } = process;
	if (stdin.isTTY) return await askSecretly(stdin, `Value of ${name}`);
	return (await text(stdin)).replace(/\r?\n$/, '');
}

/** What is sealed for the realm itself. */
const OF_REALM = { signingKey: sealSigningKey, password: sealPassword } as const;
const KINDS = ['secret', ...Object.keys(OF_REALM)];

const isOfRealm = (kind: string): kind is keyof typeof OF_REALM => Object.hasOwn(OF_REALM, kind);

/** What is missing among the options; `undefined` where nothing is. */
function findMissing({ kind, publicKey, datasource, name }: CommandOptions): string | undefined {
	if (!KINDS.includes(kind)) return `The kind is one of ${KINDS.join(', ')}.`;
	if (isOfRealm(kind)) {
		return publicKey && name && !datasource
			? undefined
			: `Name where the value belongs: --kind ${kind} --public-key KEY --name NAME.`;
	}
	return publicKey && datasource && name
		? undefined
		: 'Name where the value belongs: --public-key KEY --datasource NAME --name NAME.';
}

/** `seal`: seals a value for a datasource or for the realm, and writes the text to standard output. */
export const seal: LocalSubcommand = async (options) => {
	const missing = findMissing(options);
	if (missing !== undefined) return { usage: missing };
	const { kind, publicKey = '', realm, datasource = '', name = '', expires } = options;
	const expiresAt = expires ?? systemPorts.clock.now() + DAY;
	const value = await readValue(name);
	const given = { publicKey, realm, name, expiresAt, value };
	const sealed = isOfRealm(kind)
		? await OF_REALM[kind](given)
		: await sealSecret({ ...given, datasource });
	if (sealed.kind === 'mistake') return { usage: sealed.sentence };
	process.stdout.write(`${sealed.text}\n`);
	return 'fine';
};
