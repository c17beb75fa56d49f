import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package that comes along when ours is installed. */
export interface RunTimePackage {
	readonly name: string;
	readonly version: string;
	/** As SPDX writes it. */
	readonly licence: string;
	/** Who wrote it, as it says itself. */
	readonly by: string;
}

interface Locked {
	readonly version?: string;
	readonly license?: string;
	readonly dependencies?: Readonly<Record<string, string>>;
	readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The packages of a lock file (npm's version 3), by their place. */
export type LockedPackages = Readonly<Record<string, Locked>>;

/** Licences that ask for no more than that their text comes along. */
const ALLOWED: ReadonlySet<string> = new Set([
	'0BSD',
	'Apache-2.0',
	'BSD-2-Clause',
	'BSD-3-Clause',
	'BlueOak-1.0.0',
	'ISC',
	'MIT',
]);

const namesIn = ({ dependencies = {}, optionalDependencies = {} }: Locked): readonly string[] =>
	Object.keys({ ...dependencies, ...optionalDependencies });

/** Where Node finds a package that another one asks for: the nearest of its node_modules. */
function placeOf(packages: LockedPackages, from: string, name: string): string {
	for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf('node_modules/'))) {
		const place = `${folder.replace(/\/?$/, folder === '' ? '' : '/')}node_modules/${name}`;
		if (place in packages) return place;
		if (folder === '') throw new Error(`${name}, which ${from} asks for, is not locked.`);
	}
}

/** Places of everything that our dependencies bring, however deep, in order. */
export function runTimePlaces(packages: LockedPackages): readonly string[] {
	const places = new Set<string>();
	const follow = (from: string): void => {
		for (const name of namesIn(packages[from] ?? {})) {
			const place = placeOf(packages, from, name);
			if (places.has(place)) continue;
			places.add(place);
			follow(place);
		}
	};
	follow('');
	return [...places].toSorted();
}

/** Those whose licence is none that is allowed, with it. */
export function badlyLicensed(packages: readonly RunTimePackage[]): readonly string[] {
	return packages
		.filter(({ licence }) => !ALLOWED.has(licence))
		.map(({ name, licence }) => `${name} has ${licence === '' ? 'no licence' : licence}`);
}

type Person = string | { readonly name?: string } | undefined;

const nameOf = (person: Person): string =>
	((typeof person === 'string' ? person : person?.name) ?? '').replace(/\s*[<(].*$/, '');

/** Who keeps a repository on GitHub, as the last resort. */
const ownerOf = (repository: string | { readonly url?: string } | undefined): string => {
	const address = typeof repository === 'string' ? repository : (repository?.url ?? '');
	return /(?:github\.com[/:]|^)([\w-]+)\/[\w.-]+$/.exec(address)?.[1] ?? '';
};

interface Described {
	readonly author?: Person;
	readonly contributors?: readonly Person[];
	readonly repository?: string | { readonly url?: string };
}

/** Reads what comes along when the package of a folder is installed. */
export function runTimePackages(folder: string): readonly RunTimePackage[] {
	const json = <T,>(path: string): T => JSON.parse(readFileSync(join(folder, path), 'utf8')) as T;
	const { packages } = json<{ readonly packages: LockedPackages }>('package-lock.json');
	return runTimePlaces(packages).map((place) => {
		const { version = '', license: licence = '' } = packages[place] ?? {};
		const { author, contributors, repository } = json<Described>(`${place}/package.json`);
		const by = nameOf(author) || nameOf(contributors?.[0]) || ownerOf(repository);
		const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
		return { name, version, licence, by };
	});
}
