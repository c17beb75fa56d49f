import { randomUUID } from 'node:crypto';

import type { DescribedSigningKey, Outcome, Verdict } from '../../src/realm/realm';
import { sealSigningKey } from '../../src/secrets/seal-secret';
import {
	aSigningKey,
	BODY,
	type Sender,
	SENDERS,
	senderOf,
	signedMessage,
	signedPolicy,
} from '../a-signing-key';
import { A_CALL, aRealm, NOON, type TestRealm, valueOf } from '../a-realm';
import { type RealmProcess, startRealmProcess } from '../realm-process';
import { sharedBy, stores } from '../stores';

const IDENTIFIED = SENDERS.filter(({ variant }) => variant !== 'Inbenta');

describe.each(stores)(
	'a signed message that comes again, with a realm in $engine,',
	({ create }) => {
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

		test.each(IDENTIFIED)(
			'NT-73: of $variant that comes again is answered without a run, signed anew or not',
			async (sender) => {
				await use(sender);
				const headers = await sender.sign(BODY, NOON, 'm1');
				expect(await callOutcome(headers)).toBe('accepted');
				expect(await callOutcome(headers)).toBe('repeated');
				expect(await lastEntry()).toMatchObject({
					decision: 'repeated',
					credentialId: key.credentialId,
				});
				opened.clock.time += 60_000;
				expect(await callOutcome(await sender.sign(BODY, NOON + 60_000, 'm1'))).toBe('repeated');
			},
		);

		test.each(IDENTIFIED)(
			'NT-73: of $variant with the id of another is refused',
			async (sender) => {
				await use(sender);
				expect(await callOutcome(await sender.sign(BODY, NOON, 'm1'))).toBe('accepted');
				const other = BODY.replace('1200', '9999');
				const verdict = await call(await sender.sign(other, NOON, 'm1'), other);
				expect(outcome(verdict)).toBe('unauthenticated: message-changed');
			},
		);

		test('NT-73, IB-23: of Inbenta that comes again is refused', async () => {
			const sender = senderOf('Inbenta');
			await use(sender);
			const headers = await sender.sign(BODY, NOON, '');
			expect(await callOutcome(headers)).toBe('accepted');
			expect(await callOutcome(headers)).toBe('unauthenticated: message-repeated');
		});

		test('NT-73: is run once of many at once, and nobody else is refused for it', async () => {
			const sender = senderOf('Standard Webhooks');
			await use(sender);
			const same = await sender.sign(BODY, NOON, 'same');
			const others = await Promise.all(
				[1, 2, 3].map((id) => sender.sign(BODY, NOON, `m${String(id)}`)),
			);
			const all = [...Array.from({ length: 12 }, () => same), ...others];
			const outcomes = await Promise.all(all.map((headers) => callOutcome(headers)));
			expect(outcomes.slice(0, 12).filter((each) => each === 'accepted')).toHaveLength(1);
			expect(outcomes.slice(0, 12).filter((each) => each === 'repeated')).toHaveLength(11);
			expect(outcomes.slice(12)).toEqual(['accepted', 'accepted', 'accepted']);
			expect((await opened.realm.audit.verify()).findings).toEqual([]);
		});

		test('NT-73: is known to a realm that was opened anew', async () => {
			const sender = senderOf('Standard Webhooks');
			await use(sender);
			const headers = await sender.sign(BODY, NOON, 'm1');
			expect(await callOutcome(headers)).toBe('accepted');
			const again = await opened.again();
			const verdict = await again.authenticate(
				signedMessage(headers),
				signedPolicy(key.credentialId),
				A_CALL,
			);
			expect(verdict.kind).toBe('repeated');
		});

		test('NT-73: is run once by two processes that have it at once', async () => {
			const storage = await create();
			const processes = [1, 2].map(() => startRealmProcess(storage.storage));
			const [first, second] = processes as [RealmProcess, RealmProcess];
			await first.ask('administer.users.create', { username: 'alice' });
			const sender = senderOf('Standard Webhooks');
			const publicKey = await first.ask('administer.signingKeys.publicKey');
			const { value, scheme } = sender;
			const where = { publicKey: String(publicKey), realm: 'default', name: 'shop' };
			const sealed = await sealSigningKey({ ...where, value, expiresAt: Date.now() + 60_000 });
			const text = sealed.kind === 'sealed' ? sealed.text : '';
			const input = { username: 'alice', name: 'shop', scheme, sealed: text };
			const made = await first.ask('administer.signingKeys.create', input);
			const { credentialId } = valueOf(made as Outcome<DescribedSigningKey>);
			for (const id of ['m1', 'm2', 'm3', 'm4']) {
				const headers = await sender.sign(BODY, Date.now(), id);
				const message = { ...signedMessage(headers), rawText: BODY };
				const sent = [first, second, first, second].map((each) =>
					each.ask('authenticate', message, signedPolicy(credentialId), A_CALL),
				);
				const kinds = (await Promise.all(sent)).map((verdict) => (verdict as Verdict).kind);
				expect(kinds.sort()).toEqual(['accepted', 'repeated', 'repeated', 'repeated']);
			}
			await Promise.all(processes.map((each) => each.end()));
			await storage.remove();
		});

		test('is forgotten once it cannot come again, and is then another message', async () => {
			const sender = senderOf('Standard Webhooks');
			await use(sender);
			expect(await callOutcome(await sender.sign(BODY, NOON, 'm1'))).toBe('accepted');
			opened.clock.time += 4 * 24 * 3_600_000;
			const { time } = opened.clock;
			expect(await callOutcome(await sender.sign(BODY, time, 'm1'))).toBe('accepted');
			expect(await callOutcome(await sender.sign(BODY, time, 'm1'))).toBe('repeated');
		});
	},
);
