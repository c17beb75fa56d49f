import { basename, dirname, join } from 'node:path';

const root = join(__dirname, '..');

/** A node or credential type as n8n would make it, from its source. */
export interface Described<T> {
	/** Name of its class. */
	readonly name: string;
	/** Folder of its source: it names its icons from there. */
	readonly folder: string;
	readonly type: T;
}

/** The types that package.json lists, in its order. */
export function describedTypes<T>(listed: readonly string[]): readonly Described<T>[] {
	return listed.map((file) => {
		const source = join(root, file.replace(/^dist\/(.*)\.js$/, '$1.ts'));
		const name = basename(source).split('.')[0] ?? '';
		const Type = jest.requireActual<Readonly<Record<string, new () => T>>>(source)[name];
		if (Type === undefined) throw new Error(`${file} exports no ${name}`);
		return { name, folder: dirname(source), type: new Type() };
	});
}
