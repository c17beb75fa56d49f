import type { Realm } from '../realm/realm';
import type { CommandOptions } from './parse-command';

/** Does its work on an open realm and says whether all was well. */
export type Subcommand = (realm: Realm, options: CommandOptions) => Promise<boolean>;
