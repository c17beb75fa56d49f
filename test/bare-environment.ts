const KEPT = ['PATH', 'TEST_FOLDER', 'NODE_COMPILE_CACHE'];

/** The variables of a process that takes nothing over from this one but where to find things. */
export const bareEnvironment: Record<string, string> = Object.fromEntries(
	KEPT.map((name) => [name, process.env[name] ?? '']),
);
