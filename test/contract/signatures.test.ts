import { randomUUID } from 'node:crypto';

import type { DescribedSigningKey, Verdict } from '../../src/realm/realm';
import {
	aSigningKey,
	BODY,
	sealForKey,
	type Sender,
	SENDERS,
	senderOf,
	signedMessage,
	signedPolicy,
} from '../a-signing-key';
import { A_CALL, aMessage, aRealm, KEY_LOCK, NOON, type TestRealm, valueOf } from '../a-realm';
import { tokenIssuer } from '../issue-token';
import { sharedBy, stores } from '../stores';

const TIMED = SENDERS.filter(({ variant }) => variant !== 'GitHub');
const IDENTIFIED = SENDERS.filter(({ variant }) => variant !== 'Inbenta');

describe.each(stores)('a signed message, with a realm in $engine,', ({ create }) => {
	const shared = sharedBy(create);
	let opened: TestRealm;
	let key: DescribedSigningKey;
	beforeEach(async () => {
		opened = await aRealm(shared, randomUUID());
		valueOf(await opened.realm.administer.users.create({ username: 'alice' }));
	});
	afterEach(() => opened.close());

	const use = async (sender: Sender) => {
		key = await aSigningKey(opened.realm, sender);
	};
	const call = async (
		headers: Record<string, string>,
		body: string | Uint8Array = BODY,
		parts = {},
	) => {
		const message = signedMessage(headers, body, parts);
		return await opened.realm.authenticate(message, signedPolicy(key.credentialId), A_CALL);
	};
	const outcome = (verdict: Verdict): string =>
		verdict.kind === 'refused' ? `${verdict.problem}: ${verdict.reason}` : verdict.kind;
	const callOutcome = async (...input: Parameters<typeof call>) => outcome(await call(...input));
	const lastEntry = async () =>
		(await opened.realm.audit.query({ kind: 'decision' }, 1))[0]?.content;

	test.each(SENDERS)('IB-21: of $variant runs as the user of its key', async (sender) => {
		await use(sender);
		const verdict = await call(await sender.sign(BODY, NOON, 'm1'));
		expect(verdict).toMatchObject({
			kind: 'accepted',
			caller: {
				type: 'user',
				user: 'alice',
				credentialId: key.credentialId,
				scheme: 'signature',
				scopes: [],
				privileges: ['Run Actions', 'Use API Key'],
			},
		});
		expect(await lastEntry()).toMatchObject({ decision: 'accepted', user: 'alice' });
	});

	test.each(SENDERS)(
		'NT-71: of $variant with one more space, re-serialised, cut or in another charset is refused',
		async (sender) => {
			await use(sender);
			const headers = await sender.sign(BODY, NOON, 'm1');
			const changed = [
				`${BODY} `,
				JSON.stringify(JSON.parse(BODY), undefined, 1),
				Buffer.from(BODY, 'utf16le'),
				BODY.replace('1200', '1201'),
			];
			for (const body of changed) {
				expect(await callOutcome(headers, body)).toBe('unauthenticated: signature-mismatch');
			}
			const labels = [
				{ 'content-encoding': 'gzip' },
				{ 'content-type': 'application/json; charset=utf-16le' },
				{ 'content-length': '16777217' },
			];
			for (const label of labels) {
				expect(await callOutcome({ ...headers, ...label })).toBe(
					'unauthenticated: body-not-signable',
				);
			}
			expect(await callOutcome(headers, BODY, { rawBody: async () => undefined })).toBe(
				'unauthenticated: body-not-signable',
			);
			expect(await callOutcome(headers)).toBe('accepted');
		},
	);

	test.each(TIMED)(
		'NT-72, IB-23: of $variant counts for 300 s before and behind',
		async (sender) => {
			await use(sender);
			for (const off of [-301, 301, -100_000]) {
				const headers = await sender.sign(BODY, NOON + off * 1000, `m${String(off)}`);
				expect(await callOutcome(headers)).toBe('unauthenticated: outside-time-window');
			}
			for (const off of [-300, 300]) {
				const id = `m${String(off)}`;
				const body = BODY.replace('evt_1', id);
				const headers = await sender.sign(body, NOON + off * 1000, id);
				expect(await callOutcome(headers, body)).toBe('accepted');
			}
		},
	);

	test.each(TIMED)('NT-72: of $variant with a time that is none is refused', async (sender) => {
		await use(sender);
		const headers = await sender.sign(BODY, NOON, 'm1');
		const now = String(NOON / 1000);
		for (const time of ['', 'x', '-1', '1e9', ` ${now}`, `${now}.0`, '1'.repeat(20), 'NaN']) {
			const entries = Object.entries(headers).map(([name, value]) => [
				name,
				value.replace(now, time),
			]);
			expect(await callOutcome(Object.fromEntries(entries) as Record<string, string>)).toBe(
				'unauthenticated: malformed-signature',
			);
		}
	});

	test.each(SENDERS)(
		'of $variant that may not call is not kept: it is run later',
		async (sender) => {
			await use(sender);
			const { users } = opened.realm.administer;
			const headers = await sender.sign(BODY, NOON, 'm1');
			valueOf(await users.setState('alice', 'disabled'));
			expect(await callOutcome(headers)).toBe('unauthenticated: user-disabled');
			valueOf(await users.setState('alice', 'enabled'));
			expect(await callOutcome(headers)).toBe('accepted');
		},
	);

	test.each(SENDERS)(
		'NT-47: of $variant is refused while its key does not count',
		async (sender) => {
			await use(sender);
			const { signingKeys } = opened.realm.administer;
			const headers = await sender.sign(BODY, NOON, 'm1');
			valueOf(await signingKeys.setState(key.credentialId, 'disabled'));
			expect(await callOutcome(headers)).toBe('unauthenticated: key-disabled');
			valueOf(await signingKeys.setState(key.credentialId, 'enabled'));
			valueOf(await signingKeys.revoke(key.credentialId));
			expect(await callOutcome(headers)).toBe('unauthenticated: key-revoked');
			valueOf(await signingKeys.delete(key.credentialId));
			const gone = sender.variant === 'generic HMAC' ? 'anonymous-not-allowed' : 'unknown-key';
			expect(await callOutcome(headers)).toBe(`unauthenticated: ${gone}`);
		},
	);

	test.each(SENDERS)(
		'of $variant counts with old and new value until grace ends',
		async (sender) => {
			await use(sender);
			const { signingKeys } = opened.realm.administer;
			const sealed = await sealForKey(opened.realm, 'shop', sender.otherValue);
			valueOf(await signingKeys.rotate(key.credentialId, { sealed, graceSeconds: 60 }));
			const signed = async (value: string, id: string) => {
				const body = BODY.replace('evt_1', id);
				const { time } = opened.clock;
				return await callOutcome(await sender.sign(body, time, id, value), body);
			};
			expect(await signed(sender.value, 'm1')).toBe('accepted');
			expect(await signed(sender.otherValue, 'm2')).toBe('accepted');
			opened.clock.time += 60_000;
			expect(await signed(sender.value, 'm3')).toBe('unauthenticated: key-rotated');
			expect(await signed(sender.otherValue, 'm4')).toBe('accepted');
		},
	);

	test.each(SENDERS)(
		'of $variant is refused where the trigger takes no signatures',
		async (sender) => {
			await use(sender);
			const message = signedMessage(await sender.sign(BODY, NOON, 'm1'));
			const policy = {
				...signedPolicy(key.credentialId),
				acceptedCredentials: ['apiKey' as const],
			};
			const verdict = await opened.realm.authenticate(message, policy, A_CALL);
			const isOwn = sender.variant === 'generic HMAC';
			expect(outcome(verdict)).toBe(
				`unauthenticated: ${isOwn ? 'anonymous-not-allowed' : 'scheme-not-accepted'}`,
			);
		},
	);

	test.each(SENDERS)(
		'of $variant without a signature, or with a second one, is refused',
		async (sender) => {
			await use(sender);
			const policy = { ...signedPolicy(key.credentialId), allowAnonymous: true };
			const headers = await sender.sign(BODY, NOON, 'm1');
			const name =
				Object.keys(headers).find((each) =>
					/^(?!x-hub-signature$).*signature(-256)?$/.test(each),
				) ?? '';
			const empty = aMessage({ headerFields: [[name, '']] });
			expect(outcome(await opened.realm.authenticate(empty, policy, A_CALL))).toMatch(
				/^unauthenticated: (malformed-signature|unknown-key)$/,
			);
			const fields = Object.entries(headers);
			const twice = aMessage({ headerFields: [...fields, [name, headers[name] ?? '']] });
			expect(outcome(await opened.realm.authenticate(twice, policy, A_CALL))).toBe(
				'malformed-request: several-credentials',
			);
		},
	);

	test('of a field of its own is hidden from the item by its name', async () => {
		await use(senderOf('generic HMAC'));
		const verdict = await call(await senderOf('generic HMAC').sign(BODY, NOON, 'm1'));
		expect(verdict).toMatchObject({ ownHeaders: ['x-shop-signature'] });
	});

	test('is tried against every key of the trigger, and no other', async () => {
		const keys: DescribedSigningKey[] = [];
		for (const sender of IDENTIFIED) keys.push(await aSigningKey(opened.realm, sender));
		const ids = keys.map(({ credentialId }) => credentialId);
		for (const sender of IDENTIFIED) {
			const message = signedMessage(await sender.sign(BODY, NOON, 'm1'));
			const own = ids[IDENTIFIED.indexOf(sender)] ?? '';
			const others = signedPolicy(...ids.filter((id) => id !== own));
			const refused = await opened.realm.authenticate(message, others, A_CALL);
			expect(refused.kind).toBe('refused');
			expect(await opened.realm.authenticate(message, signedPolicy(...ids), A_CALL)).toMatchObject({
				kind: 'accepted',
				caller: { credentialId: own },
			});
		}
	});

	test('IB-9: of Inbenta beside a token runs as the token says, and both have to hold', async () => {
		const sender = senderOf('Inbenta');
		await use(sender);
		const { realm, store, clock } = opened;
		const bob = valueOf(await realm.administer.users.create({ username: 'bob' }));
		const issue = await tokenIssuer(store, realm.name, KEY_LOCK, clock);
		const grant = { userId: bob.id, dialect: 'inbenta', boundKey: 'my-api-key' } as const;
		const { accessToken: token } = await issue(grant);
		const both = ['signature' as const, 'accessToken' as const];
		const send = async (headers: Record<string, string>, accepted = both) => {
			const policy = { ...signedPolicy(key.credentialId), acceptedCredentials: accepted };
			return await realm.authenticate(signedMessage(headers), policy, A_CALL);
		};
		const signed = await sender.sign(BODY, NOON, '');
		const headers = { ...signed, authorization: `Bearer ${token}` };
		expect(outcome(await send(headers, ['signature' as const]))).toMatch('scheme-not-accepted');
		expect(outcome(await send({ ...headers, authorization: `Bearer ${token}x` }))).toMatch(
			'malformed-token',
		);
		const unsigned = { ...headers, 'x-inbenta-signature': '00'.repeat(32) };
		expect(outcome(await send(unsigned))).toMatch('signature-mismatch');
		expect(await send(headers)).toMatchObject({
			kind: 'accepted',
			caller: { user: 'bob', scheme: 'accessToken' },
		});
		expect(outcome(await send(headers))).toMatch('message-repeated');
	});

	test('IB-22: of Inbenta without one of its headers, with another key or version is refused', async () => {
		const sender = senderOf('Inbenta');
		await use(sender);
		const headers = await sender.sign(BODY, NOON, '');
		const without = (name: string) =>
			Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name));
		expect(await callOutcome(without('x-inbenta-timestamp'))).toMatch('malformed-signature');
		expect(await callOutcome(without('x-inbenta-signature-version'))).toMatch(
			'malformed-signature',
		);
		expect(await callOutcome(without('x-inbenta-key'))).toMatch('unknown-key');
		expect(await callOutcome({ ...headers, 'x-inbenta-key': 'another' })).toMatch('unknown-key');
		expect(await callOutcome({ ...headers, 'x-inbenta-signature-version': 'v2' })).toMatch(
			'malformed-signature',
		);
		expect(await callOutcome({ ...headers, authorization: 'Bearer x' })).toMatch(
			'scheme-not-accepted',
		);
		expect(await callOutcome(headers)).toBe('accepted');
	});
});
