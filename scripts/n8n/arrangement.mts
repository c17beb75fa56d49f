import type { N8nProcess } from './process.mts';

/** An n8n on loopback, of one process or several. */
export interface RunningN8n {
	/** Where the editor and the REST interface answer. */
	readonly url: string;
	/** Where callers of production webhooks go. */
	readonly webhookUrl: string;
	/** By what each one is. */
	readonly processes: Readonly<Partial<Record<'main' | 'webhook' | 'worker', N8nProcess>>>;
	/** Settles when one of the processes has ended, with the file that tells what it printed. */
	readonly ended: Promise<{ readonly outputFile: string }>;
	/** Ends all processes; returns when they are gone. */
	stop(): Promise<void>;
}

export interface N8nSettings {
	/** The folder that holds n8n's node_modules. */
	readonly runtime: string;
	readonly userFolder: string;
	/** As many free ports as the arrangement asks for. The first is where the editor answers. */
	readonly ports: readonly number[];
	/** Settings of all processes. */
	readonly environment: Readonly<Record<string, string>>;
}

/** Of which processes an n8n is made. */
export interface Arrangement {
	readonly portCount: number;
	/** The user folder of every process; each needs the package. All lie below the given one. */
	userFolders(userFolder: string): readonly string[];
	/** Starts all processes and waits until they are ready: all are, or none is left. */
	start(settings: N8nSettings): Promise<RunningN8n>;
}
