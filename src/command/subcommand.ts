import type { KeptRealm } from '../realm/kept-realm';
import type { CommandOptions } from './parse-command';

/** Does its work on an open realm and says whether all was well. */
export type Subcommand = (kept: KeptRealm, options: CommandOptions) => Promise<boolean>;

/** Does its work without a realm; `usage` says what is missing in the options. */
export type LocalSubcommand = (
	options: CommandOptions,
) => Promise<'fine' | { readonly usage: string }>;
