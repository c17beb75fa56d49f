import { cpus, totalmem } from 'node:os';

/** What the figures were made on, in a sentence. */
export function machine(): string {
	const [{ model } = { model: 'unknown' }] = cpus();
	const memory = Math.round(totalmem() / 2 ** 30);
	const { node, sqlite = '?' } = process.versions;
	return `${cpus().length} cores of ${model.trim()}, ${memory} GiB, Node ${node}, SQLite ${sqlite}.`;
}
