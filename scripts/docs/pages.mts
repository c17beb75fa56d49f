import type { ICredentialType, INodeType } from 'n8n-workflow';
import type { Problem } from '../../src/http/problem.ts';
import { credentialsPage } from './credentials-page.mts';
import { nodePage } from './node-page.mts';
import { problemsPage } from './problems-list.mts';
import type { ResolveField } from './webhooks.mts';

/** What the pages are made from. */
export interface Described {
	readonly nodes: readonly INodeType[];
	readonly credentials: readonly ICredentialType[];
	readonly problems: Readonly<Record<string, Problem>>;
	readonly resolveField: ResolveField;
	/** The page of problems as it is: only its list is made. */
	readonly problemsPage: string;
}

const fileName = (displayName: string): string => displayName.toLowerCase().replaceAll(' ', '-');

/** Every page that is made, by its path in the repository. */
export function pagesOf(described: Described): ReadonlyMap<string, string> {
	const { nodes, credentials, problems } = described;
	return new Map([
		...nodes.map(
			({ description }) =>
				[
					`docs/reference/${fileName(description.displayName)}.md`,
					nodePage(description, described.resolveField),
				] as const,
		),
		['docs/reference/credentials.md', credentialsPage(credentials)],
		['docs/reference-problems.md', problemsPage(described.problemsPage, problems)],
	]);
}
