import { startEcho } from './echo';
import { isThere, type Program, runProxy, type RunningProxy } from './run-proxy';

/** Tests of both proxies, each where it is on the path; with REQUIRE_SERVICES=1 it has to be. */
export function describeProxies(tests: (program: Program) => void): void {
	for (const program of ['nginx', 'caddy'] as const) {
		const isTried = process.env['REQUIRE_SERVICES'] === '1' || isThere(program);
		if (!isTried) console.log(`${program} is not there: the tests that need it are skipped.`);
		(isTried ? describe : describe.skip)(`${program} with the rules of`, () => {
			tests(program);
		});
	}
}

/** A proxy for the tests of a block, in front of a server that tells what arrived. */
export function aProxy(
	program: Program,
	page: string,
	hosts: Iterable<string>,
): () => RunningProxy {
	let echo: Awaited<ReturnType<typeof startEcho>>;
	let proxy: RunningProxy;
	beforeAll(async () => {
		echo = await startEcho();
		proxy = await runProxy(program, page, echo.place, hosts);
	});
	afterAll(async () => {
		await proxy.close();
		await echo.close();
	});
	return () => proxy;
}
