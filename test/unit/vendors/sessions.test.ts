import { failed, isFailure } from '../../../src/vendors/failure';
import { sessionKey, vendorSessions } from '../../../src/vendors/sessions';
import type { VendorSession } from '../../../src/vendors/vendor';

let now: number;
const sessions = () => vendorSessions(() => now);
const session = (token: string): VendorSession => ({
	token,
	issuedAt: now,
	renewAt: now + 1000,
	expiresAt: now + 1200,
});
const tokenOf = (value: Awaited<ReturnType<ReturnType<typeof sessions>['current']>>) =>
	isFailure(value) ? value.sentence : value.token;

beforeEach(() => {
	now = 1_000_000;
});

test('IN-20, VE-34, IB-26: a session is kept until shortly before its end, then renewed from what there was', async () => {
	const { current } = sessions();
	const asked: (string | undefined)[] = [];
	const obtain = async (earlier: VendorSession | undefined) => {
		asked.push(earlier?.token);
		return await Promise.resolve(session(`t${String(asked.length)}`));
	};
	expect(tokenOf(await current('k', obtain))).toBe('t1');
	now += 999;
	expect(tokenOf(await current('k', obtain))).toBe('t1');
	now += 1;
	expect(tokenOf(await current('k', obtain))).toBe('t2');
	expect(asked).toEqual([undefined, 't1']);
	expect(tokenOf(await current('another', obtain))).toBe('t3');
});

test('IN-20: whoever asks meanwhile shares one log-in, also one that fails', async () => {
	const { current } = sessions();
	let logIns = 0;
	const obtain = async () => {
		logIns += 1;
		await new Promise(setImmediate);
		return logIns === 1 ? failed('No.') : session('t');
	};
	const all = await Promise.all(Array.from({ length: 10 }, () => current('k', obtain)));
	expect([logIns, new Set(all.map(tokenOf))]).toEqual([1, new Set(['No.'])]);
	expect(tokenOf(await current('k', obtain))).toBe('t');
});

test('a renewal that fails or throws leaves what still counts', async () => {
	const { current } = sessions();
	const first = session('t');
	await current('k', async () => await Promise.resolve(first));
	now += 1100;
	expect(tokenOf(await current('k', async () => await Promise.resolve(failed('Down.'))))).toBe('t');
	now += 100;
	expect(tokenOf(await current('k', async () => await Promise.resolve(failed('Down.'))))).toBe(
		'Down.',
	);
	await expect(current('k', () => Promise.reject(new Error('fault')))).rejects.toThrow('fault');
	expect(tokenOf(await current('k', async () => await Promise.resolve(session('u'))))).toBe('u');
});

test('what a system refused is got anew, once, and its refresh token is still there', async () => {
	const { current, end } = sessions();
	const first = { ...session('t1'), refreshToken: 'r1' };
	await current('k', async () => await Promise.resolve(first));
	end('k', first, 'unknown');
	let earlier: VendorSession | undefined;
	const obtain = async (before: VendorSession | undefined) => {
		earlier = before;
		return await Promise.resolve(session('t2'));
	};
	expect(tokenOf(await current('k', obtain))).toBe('t2');
	expect(earlier?.refreshToken).toBe('r1');
	// The one that came since is not touched by whoever was refused with the one before.
	end('k', first, 'unknown');
	expect(tokenOf(await current('k', async () => await Promise.resolve(session('t3'))))).toBe('t2');
});

test('what a system forbids gets one new session a minute, however many ask for it', async () => {
	const { current, end } = sessions();
	const [first, second] = [session('t1'), session('t2')];
	await current('k', async () => await Promise.resolve(first));
	// Whoever was refused with the same one repeats as well.
	expect([end('k', first, 'forbidden'), end('k', first, 'forbidden')]).toEqual([true, true]);
	expect(tokenOf(await current('k', async () => await Promise.resolve(second)))).toBe('t2');
	expect(end('k', first, 'forbidden')).toBe(true);
	now += 59_999;
	const third = { ...second, renewAt: now + 1000, expiresAt: now + 1200 };
	await current('k', async () => await Promise.resolve(third));
	expect(end('k', third, 'forbidden')).toBe(false);
	expect(end('k', third, 'unknown')).toBe(true);
	await current('k', async () => await Promise.resolve(third));
	now += 1;
	expect(end('k', third, 'forbidden')).toBe(true);
});

test('what a system forbids ends no session where no other can be got', async () => {
	const { current, end } = sessions();
	const first = session('t');
	let logIns = 0;
	const obtain = async () => {
		logIns += 1;
		return await Promise.resolve(logIns === 1 ? first : failed('Down.'));
	};
	await current('k', obtain);
	now += 500;
	expect(end('k', first, 'forbidden')).toBe(true);
	const both = await Promise.all([current('k', obtain), current('k', obtain)]);
	expect([...both.map(tokenOf), tokenOf(await current('k', obtain)), logIns]).toEqual([
		't',
		't',
		't',
		2,
	]);
	expect(end('k', first, 'forbidden')).toBe(false);
	now += 699;
	expect([tokenOf(await current('k', obtain)), logIns]).toEqual(['t', 2]);
	now += 1;
	expect(tokenOf(await current('k', obtain))).toBe('Down.');
});

test('what a system does not know any more has ended, also where something was forbidden before', async () => {
	const { current, end } = sessions();
	const first = session('t');
	await current('k', async () => await Promise.resolve(first));
	expect([end('k', first, 'forbidden'), end('k', first, 'unknown')]).toEqual([true, true]);
	const down = async () => await Promise.resolve(failed('Down.'));
	expect(tokenOf(await current('k', down))).toBe('Down.');
});

test('VE-33: a session without an end has none, whatever a system refuses', async () => {
	const { current, end } = sessions();
	const endless = { ...session('k3y'), renewAt: Infinity, expiresAt: Infinity };
	await current('k', async () => await Promise.resolve(endless));
	expect([end('k', endless, 'unknown'), end('k', endless, 'forbidden')]).toEqual([false, false]);
});

test('a key tells credentials apart by everything that they say', () => {
	const hosts = { exact: new Set(['a.example']) };
	const key = sessionKey('Interact', { apiKey: 'a', hosts });
	expect(sessionKey('Interact', { apiKey: 'a', hosts })).toBe(key);
	expect(sessionKey('Inbenta', { apiKey: 'a', hosts })).not.toBe(key);
	expect(sessionKey('Interact', { apiKey: 'b', hosts })).not.toBe(key);
	const others = { exact: new Set(['b.example']) };
	expect(sessionKey('Interact', { apiKey: 'a', hosts: others })).not.toBe(key);
	expect(key).not.toContain('a.example');
});
