import { parseAddress } from '../../../src/http/cidr';
import { type LimitedCall, limitsOf, type TriggerLimit } from '../../../src/limits/call-limits';

const LIMIT = { calls: 10, seconds: 60, burst: 10 };
const CALL: LimitedCall = {
	trigger: 'w/Trigger',
	credentialId: 'c-1',
	users: [{ id: 'u-1', limit: undefined }],
	address: parseAddress('192.0.2.7'),
	keyLimit: undefined,
};
const per = (...scopes: TriggerLimit['per'][]): TriggerLimit[] =>
	scopes.map((scope) => ({ ...LIMIT, per: scope }));
const bucketsOf = (call: Partial<LimitedCall>, limits: TriggerLimit[]) =>
	limitsOf({ ...CALL, ...call }, limits).map(({ take }) => take.bucket);

describe('the limits of a call', () => {
	test('come from the narrowest to the widest, own ones first', () => {
		const limits = limitsOf(
			{ ...CALL, keyLimit: LIMIT, users: [{ id: 'u-1', limit: LIMIT }] },
			per('trigger', 'address', 'user', 'key'),
		);
		expect(limits.map((limit) => limit.per)).toEqual([
			'key',
			'key',
			'user',
			'user',
			'address',
			'trigger',
		]);
		expect(new Set(limits.map(({ take }) => take.bucket)).size).toBe(6);
	});

	test.each([
		['key', { credentialId: 'c-2' }],
		['user', { users: [{ id: 'u-2', limit: undefined }] }],
		['address', { address: parseAddress('192.0.2.8') }],
		['trigger', { trigger: 'w/Other' }],
	] as const)('per %s are counted apart for another', (scope, other) => {
		const [one, two] = [bucketsOf({}, per(scope)), bucketsOf(other, per(scope))];
		expect(one).not.toEqual(two);
		expect(one).toHaveLength(1);
	});

	test('per user count for each of two users', () => {
		const users = ['u-1', 'u-2'].map((id) => ({ id, limit: undefined }));
		expect(new Set(bucketsOf({ users }, per('user'))).size).toBe(2);
	});

	test('per key and user do not concern a call without them', () => {
		const anonymous = { credentialId: undefined, users: [] };
		const buckets = limitsOf({ ...CALL, ...anonymous }, per('key', 'user', 'trigger'));
		expect(buckets.map((limit) => limit.per)).toEqual(['trigger']);
	});

	test('per address count a /64 of IPv6 as one, and IPv4 inside of IPv6 as IPv4', () => {
		const bucket = (text: string) => bucketsOf({ address: parseAddress(text) }, per('address'))[0];
		expect(bucket('2001:db8::1')).toBe(bucket('2001:db8::ffff:1'));
		expect(bucket('2001:db8::1')).not.toBe(bucket('2001:db8:0:1::1'));
		expect(bucket('::ffff:192.0.2.7')).toBe(bucket('192.0.2.7'));
	});
});
