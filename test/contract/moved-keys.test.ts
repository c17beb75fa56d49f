import { fromBase62 } from '../../src/crypto/base62';
import { formatCredential, parseCredential } from '../../src/crypto/credential-text';
import type { IssuedApiKey } from '../../src/realm/realm';
import { A_CALL, A_POLICY, aMessage, aRealm, type TestRealm, valueOf } from '../a-realm';
import { stores } from '../stores';

const ID_BYTES = 16;
const partsOf = (key: string) => {
	const parts = parseCredential(key);
	if (parts === undefined) throw new Error('The realm made a key that is none.');
	return parts;
};

/** A key with the public id of one and the secret of another; its checksum is right. */
function mixed(idOf: string, secretOf: string): string {
	const id = fromBase62(partsOf(idOf).publicId, ID_BYTES) ?? new Uint8Array();
	return formatCredential('iapi', 'live', id, partsOf(secretOf).secret);
}

describe.each(stores)('a key of mallory in $engine', ({ create }) => {
	let opened: TestRealm;
	let hers: IssuedApiKey;
	let his: IssuedApiKey;
	beforeEach(async () => {
		opened = await aRealm(create);
		const { users, apiKeys } = opened.realm.administer;
		for (const username of ['alice', 'mallory']) valueOf(await users.create({ username }));
		hers = valueOf(await apiKeys.generate({ username: 'alice', name: 'hers' }));
		his = valueOf(await apiKeys.generate({ username: 'mallory', name: 'his' }));
	});
	afterEach(() => opened.close());

	/** What becomes of a call in a process that has read nothing yet. */
	const decide = async (key: string): Promise<unknown> => {
		const message = aMessage({ headerFields: [['X-API-Key', key]] });
		const verdict = await (await opened.again()).authenticate(message, A_POLICY, A_CALL);
		if (verdict.kind !== 'refused') return verdict.caller.user;
		const [entry] = await opened.realm.audit.query({ decision: 'refused' }, 1);
		expect(entry?.content).toMatchObject({ reason: verdict.reason });
		expect(entry?.content).not.toHaveProperty('credentialId');
		return `${verdict.problem}: ${verdict.reason}`;
	};
	const idOf = (username: string) => `(select id from realm_user where name = '${username}')`;
	const digestOf = ({ key }: IssuedApiKey) =>
		`(select digest from credential_version where public_id = '${partsOf(key).publicId}')`;
	const version = ({ key }: IssuedApiKey) => `where public_id = '${partsOf(key).publicId}'`;

	test.each<[string, () => string, () => string]>([
		[
			'given to her',
			() => `update credential set user_id = ${idOf('alice')} where id = '${his.credentialId}'`,
			() => his.key,
		],
		[
			'made a value of her credential',
			() =>
				`update credential_version set credential_id = '${hers.credentialId}', version = 2 ${version(his)}`,
			() => his.key,
		],
		[
			'copied over the digest of hers, and shown under its public id',
			() => `update credential_version set digest = ${digestOf(his)} ${version(hers)}`,
			() => mixed(hers.key, his.key),
		],
		[
			'copied over the digest of hers in the first form, without a word of its form',
			() => `update credential_version set digest = substr(${digestOf(his)}, 3) ${version(hers)}`,
			() => mixed(hers.key, his.key),
		],
		[
			'put under the public id of hers, as hers',
			() =>
				`update credential_version set public_id = 'away' ${version(hers)};
				update credential_version set public_id = '${partsOf(hers.key).publicId}', version = 2,
				credential_id = '${hers.credentialId}' ${version(his)}`,
			() => mixed(hers.key, his.key),
		],
	])('NT-46: is worth nothing %s by hand', async (_what, sql, shown) => {
		expect([await decide(hers.key), await decide(his.key)]).toEqual(['alice', 'mallory']);
		await opened.storage.execute(sql());
		expect(await decide(shown())).toBe('unauthenticated: key-mismatch');
	});

	test('is bound after a rotation too', async () => {
		const { apiKeys } = opened.realm.administer;
		const next = valueOf(await apiKeys.rotate(his.credentialId, { graceSeconds: 60 }));
		expect([await decide(his.key), await decide(next.key)]).toEqual(['mallory', 'mallory']);
		await opened.storage.execute(
			`update credential set user_id = ${idOf('alice')} where id = '${his.credentialId}'`,
		);
		for (const { key } of [his, next]) {
			expect(await decide(key)).toBe('unauthenticated: key-mismatch');
		}
	});

	test('works again once what was done by hand is undone', async () => {
		const give = (username: string) =>
			opened.storage.execute(
				`update credential set user_id = ${idOf(username)} where id = '${his.credentialId}'`,
			);
		await give('alice');
		expect(await decide(his.key)).toBe('unauthenticated: key-mismatch');
		await give('mallory');
		expect(await decide(his.key)).toBe('mallory');
	});
});
