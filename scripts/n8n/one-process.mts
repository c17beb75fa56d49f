import type { Arrangement } from './arrangement.mts';
import { startProcess } from './process.mts';

/** n8n's regular mode: one process does everything. */
export const oneProcess: Arrangement = {
	portCount: 2,
	userFolders: (userFolder) => [userFolder],
	start: async ({ ports: [port = 0, brokerPort = 0], ...settings }) => {
		const main = await startProcess({ ...settings, command: 'start', port, brokerPort });
		const { url, outputFile, stop } = main;
		const ended = main.ended.then(() => ({ outputFile }));
		return { url, webhookUrl: url, processes: { main }, ended, stop };
	},
};
