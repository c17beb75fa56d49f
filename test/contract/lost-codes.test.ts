import { valueOf } from '../a-realm';
import { stores } from '../stores';
import {
	anAuthorizationServer,
	CALLBACK,
	type TestServer,
	VERIFIER,
} from './an-authorization-server';

describe.each(stores)('a code in $engine that ends while it is redeemed', ({ create }) => {
	let server: TestServer;
	beforeEach(async () => {
		server = await anAuthorizationServer(create);
	});
	afterEach(() => server.close());

	/** Redeems a code; what is given happens before it is consumed, after it was found to hold. */
	const redeem = async (meanwhile: () => Promise<unknown>) => {
		const code = await server.code();
		const { transaction } = server.store;
		const written = jest.spyOn(server.store, 'transaction');
		written.mockImplementation(async (statements) => {
			const consumes = statements.some((each) =>
				each.compile().sql.startsWith('update "authorization_code"'),
			);
			if (consumes) {
				written.mockRestore();
				await meanwhile();
			}
			return await transaction(statements);
		});
		const { status, json, events } = await server.token({
			grant_type: 'authorization_code',
			redirect_uri: CALLBACK,
			code_verifier: VERIFIER,
			code,
		});
		const [decision] = await server.decisions();
		return [status, json['error'], events, decision];
	};
	const refused = (reason: string) => [400, 'invalid_grant', [], `token.issue refused ${reason}`];

	test('by its time was used by nobody twice', async () => {
		const outcome = await redeem(() =>
			server.storage.execute(
				`update authorization_code set expires_at = ${String(server.clock.time)}`,
			),
		);
		expect(outcome).toEqual(refused('code-expired'));
	});

	test('with its consent was used by nobody twice', async () => {
		const { consents } = server.realm.administer;
		const outcome = await redeem(async () => {
			const [consent] = await consents.getAll({});
			valueOf(await consents.revoke(consent?.id ?? ''));
		});
		expect(outcome).toEqual(refused('grant-revoked'));
	});

	test('with its user was used by nobody twice', async () => {
		const outcome = await redeem(async () => {
			valueOf(await server.realm.administer.users.delete('alice'));
		});
		expect(outcome).toEqual(refused('unknown-code'));
	});
});
