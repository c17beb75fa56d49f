/** What is measured of the package, which comes without types. */
declare module 'oidc-provider' {
	import type { RequestListener } from 'node:http';

	interface Kept {
		save(): Promise<string>;
	}

	export default class Provider {
		constructor(issuer: string, configuration: object);
		readonly Client: { find(id: string): Promise<object> };
		readonly Grant: new (members: object) => Kept & { addOIDCScope(scope: string): void };
		readonly RefreshToken: new (members: object) => Kept;
		callback(): RequestListener;
	}
}
