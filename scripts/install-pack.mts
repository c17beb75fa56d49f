import { build } from './package/build.mts';
import { installPack } from './package/install.mts';

/** node scripts/install-pack.mts <folder>: builds, packs, and installs into that n8n user folder. */
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Say into which folder.');
await build();
await installPack(folder);
