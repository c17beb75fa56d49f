// @ts-check
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder that all clones of one user share: brought runtimes, and the demo of `npm start`. */
export function cacheFolder() {
	return join(userCacheFolder(), 'n8n-nodes-incoming-api');
}

function userCacheFolder() {
	if (process.env['XDG_CACHE_HOME']) return process.env['XDG_CACHE_HOME'];
	if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
	if (process.platform === 'win32') {
		return process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
	}
	return join(homedir(), '.cache');
}
