import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

import { anchorOf, headingsOf, linksOf } from './markdown';

/** A file of the repository, by its path in it. */
export interface Page {
	readonly path: string;
	readonly text: string;
}

const HOME = 'https://github.com/n8n-nodes-incoming-api/n8n-nodes-incoming-api';
const ADDRESS = new RegExp(`${HOME.replaceAll('.', '\\.')}[\\w./#-]*`, 'g');
// GitHub's own addresses below a repository.
const GITHUBS_OWN = /^\/(?:issues|commits|security\/advisories)(?:\/|$)|^\.git$|^#readme$/;

/** What a link into the repository lacks; undefined when it leads somewhere. */
function lacks(root: string, path: string, anchor: string | undefined): string | undefined {
	const file = posix.join(root, path);
	if (!existsSync(file)) return 'file';
	if (anchor === undefined || !path.endsWith('.md')) return undefined;
	const anchors = headingsOf(readFileSync(file, 'utf8')).map(anchorOf);
	return anchors.includes(anchor) ? undefined : 'heading';
}

/** The links of a page to its own repository that lead nowhere. */
export function deadLinksOf(root: string, { path, text }: Page): readonly string[] {
	return linksOf(text)
		.filter((link) => !/^[a-z]+:/.test(link))
		.filter((link) => {
			const [target = '', anchor] = link.split('#');
			const file = target === '' ? path : posix.join(posix.dirname(path), target);
			return lacks(root, file, anchor) !== undefined;
		});
}

/** The addresses of our own repository in a text that lead nowhere in it. */
export function deadAddressesOf(root: string, { text }: Page): readonly string[] {
	const found = text.match(ADDRESS) ?? [];
	return found.filter((address) => {
		const rest = address.slice(HOME.length).replace(/\.$/, '');
		if (rest === '' || GITHUBS_OWN.test(rest)) return false;
		// The problem's kind follows the anchor's sign in the code.
		const [path = '', anchor] = rest.replace(/#$/, '').split('#');
		return lacks(root, path.replace(/^\/blob\/main\//, '') || 'README.md', anchor) !== undefined;
	});
}
