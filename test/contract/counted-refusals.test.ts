import { FAILED_ATTEMPTS } from '../../src/limits/failed-attempts';
import { A_CALL, A_POLICY, aMessage } from '../a-realm';
import { stores } from '../stores';
import { anInbentaServer, type InbentaServer } from './an-inbenta-server';

const ADDRESS = '192.0.2.7';

describe.each(stores)('an address that has to wait in $engine', ({ create }) => {
	let server: InbentaServer;
	beforeEach(async () => {
		server = await anInbentaServer(create);
		const search = 'link=ilnk_guess';
		for (let count = 0; count < FAILED_ATTEMPTS.burst; count += 1) {
			expect((await server.ask('once', { search })).status).toBe(404);
		}
	});
	afterEach(() => server.close());

	test('NT-79: is counted in one entry, at whatever endpoint and trigger it asks', async () => {
		const before = await server.realm.audit.query({});
		const tenant: [string, string] = ['X-Tenant', server.realm.id];
		const form = { grant_type: 'client_credentials' };
		const asked = [
			() => server.ask('once', { search: 'link=ilnk_guess' }),
			() => server.ask('once', { form: { link: 'ilnk_guess' } }),
			() => server.token(form),
			() => server.ask('introspect', { form }),
			() => server.ask('revoke', { form }),
			() => server.ask('verintToken', { form }),
			() => server.ask('interactToken', { form, headers: [tenant] }),
			() => server.auth(),
			() => server.ask('inbentaApis', { headers: [['X-Inbenta-Key', 'key']] }),
		];
		for (const ask of asked) {
			const { status, events } = await ask();
			expect([status, events]).toEqual([429, []]);
		}
		const message = aMessage({ headerFields: [['X-API-Key', 'wrong']], address: ADDRESS });
		const verdict = await server.realm.authenticate(message, A_POLICY, A_CALL);
		expect(verdict).toMatchObject({ reason: 'too-many-failed-attempts' });
		expect(await server.realm.audit.query({})).toHaveLength(before.length);

		await server.realm.save();
		const rows = await server.realm.audit.query({ reason: 'too-many-failed-attempts' });
		expect(rows.map(({ content }) => content)).toMatchObject([
			{ kind: 'decision', address: ADDRESS, count: asked.length + 1, decision: 'refused' },
		]);
		expect((await server.ask('once', { address: '192.0.2.8' })).status).toBe(404);
		expect((await server.decisions())[0]).toBe('link.use refused unknown-link');
	});
});
