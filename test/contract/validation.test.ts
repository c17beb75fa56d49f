import { randomUUID } from 'node:crypto';

import type { HttpMessage } from '../../src/http/message';
import type { CallRules, IssuedApiKey, Verdict } from '../../src/realm/realm';
import { A_CALL, A_POLICY, aMessage, aRealm, type TestRealm, valueOf } from '../a-realm';
import { sharedBy, stores } from '../stores';

const RULES: CallRules = {
	schemas: {},
	parameters: [],
	mediaTypes: [],
	largestBytes: undefined,
};
const ORDER = JSON.stringify({
	type: 'object',
	required: ['order'],
	properties: { order: { type: 'string' }, size: { default: 'small' } },
});
const canary = 'canary-77ab';

let opened: TestRealm;
let issued: IssuedApiKey;

describe.each(stores)('the content of a call, with a realm in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(async () => {
		opened = await aRealm(shared, randomUUID());
		const { users, apiKeys } = opened.realm.administer;
		valueOf(await users.create({ username: 'alice' }));
		issued = valueOf(await apiKeys.generate({ username: 'alice', name: 'first' }));
	});
	afterEach(() => opened.close());

	const decide = (
		rules: Partial<CallRules>,
		message: Partial<HttpMessage>,
		key: string | undefined = issued.key,
	): Promise<Verdict> => {
		const shown: HttpMessage['headerFields'] = key === '' ? [] : [['X-API-Key', key]];
		const headerFields = [...shown, ...(message.headerFields ?? [])];
		const policy = { ...A_POLICY, content: { ...RULES, ...rules } };
		return opened.realm.authenticate(aMessage({ ...message, headerFields }), policy, A_CALL);
	};
	const newest = async () => (await opened.realm.audit.query({}, 1))[0]?.content;
	const json: HttpMessage['headerFields'][number] = ['Content-Type', 'Application/JSON; charset=x'];

	test.each<[string, Partial<CallRules>, Partial<HttpMessage>, object]>([
		[
			'a body that its schema does not take',
			{ schemas: { body: ORDER } },
			{ body: { order: 5, x: canary } },
			{
				problem: 'invalid-request',
				reason: 'invalid-body',
				fields: {},
				errors: [{ pointer: '/order', in: 'body', message: 'must be string' }],
			},
		],
		[
			'a body where there is none',
			{ schemas: { body: ORDER } },
			{ body: undefined },
			{
				problem: 'invalid-request',
				reason: 'invalid-body',
				fields: {},
				errors: [{ pointer: '', in: 'body', message: 'must have the member "order"' }],
			},
		],
		[
			'a query that its schema does not take',
			{ schemas: { query: '{"properties":{"limit":{"type":"number","maximum":5}}}' } },
			{ query: { limit: '7' } },
			{
				problem: 'invalid-request',
				reason: 'invalid-query',
				fields: {},
				errors: [{ pointer: '/limit', in: 'query', message: 'must be <= 5' }],
			},
		],
		[
			'a header that its schema does not take, whatever the case of its name',
			{ schemas: { headers: '{"properties":{"x-source":{"enum":["a","b"]}}}' } },
			{ headerFields: [['X-Source', canary]] },
			{
				problem: 'invalid-request',
				reason: 'invalid-headers',
				fields: {},
				errors: [{ pointer: '/x-source', in: 'headers', message: 'must be one of "a", "b"' }],
			},
		],
		[
			'a text that a pattern does not judge in time',
			{ schemas: { body: '{"properties":{"a":{"pattern":"^(a+)+$"}}}' } },
			{ body: { a: `${'a'.repeat(40)}!` } },
			{ problem: 'validation-timeout', reason: 'validation-timeout', fields: {}, errors: [] },
		],
		[
			'another media type',
			{ mediaTypes: ['application/json', 'text/*'] },
			{ headerFields: [['Content-Type', 'application/xml']] },
			{
				problem: 'unsupported-media-type',
				reason: 'media-type-not-accepted',
				fields: { accept: 'application/json, text/*' },
				errors: [],
			},
		],
		[
			'a body of no media type, where some are listed',
			{ mediaTypes: ['application/json'] },
			{},
			{
				problem: 'unsupported-media-type',
				reason: 'media-type-not-accepted',
				fields: { accept: 'application/json' },
				errors: [],
			},
		],
		[
			'a body of one byte too many',
			{ largestBytes: 10 },
			{ bodyBytes: 11 },
			{ problem: 'content-too-large', reason: 'body-too-large', fields: {}, errors: [] },
		],
		[
			'a body whose size nobody says',
			{ largestBytes: 10 },
			{},
			{ problem: 'content-too-large', reason: 'body-too-large', fields: {}, errors: [] },
		],
	])('%s is refused, and the audit has the reason once', async (_what, rules, message, refused) => {
		const verdict = await decide(rules, message);
		const { credentialId } = issued;
		expect(verdict).toEqual({ kind: 'refused', credentialId, ...refused });
		expect(JSON.stringify(verdict)).not.toContain(canary);
		const { reason } = refused as { reason: string };
		const refusals = await opened.realm.audit.query({ decision: 'refused' });
		expect(refusals).toHaveLength(1);
		expect(await newest()).toMatchObject({
			user: 'alice',
			credentialId,
			decision: 'refused',
			reason,
		});
		expect(JSON.stringify(refusals)).not.toContain(canary);
	});

	test('PF-18: a declared parameter that is missing takes its default, and has its type', async () => {
		const parameters = [
			{ name: 'limit', type: 'number', required: false, default: '10' },
			{ name: 'all', type: 'boolean', required: false, default: undefined },
			{ name: 'name', type: 'string', required: true, default: undefined },
		] as const;
		const given = async (query: Record<string, unknown>) => {
			const verdict = await decide({ parameters }, { query });
			return verdict.kind === 'refused' ? verdict.errors : verdict.content?.query;
		};
		expect(await given({ name: 'x', all: 'true', other: ['1'] })).toEqual({
			name: 'x',
			all: true,
			other: ['1'],
			limit: 10,
		});
		expect(await given({ name: '5', limit: '-2.5e1' })).toEqual({ name: '5', limit: -25 });
		expect(await given({ limit: 'ten', all: ['true'] })).toEqual([
			{ pointer: '/limit', in: 'query', message: 'must be a number, given once' },
			{ pointer: '/all', in: 'query', message: 'must be true or false, given once' },
			{ pointer: '', in: 'query', message: 'must have the member "name"' },
		]);
		for (const limit of ['', ' 1', '0x10', 'Infinity', '1e999', '01', 'NaN']) {
			expect(await given({ name: 'x', limit })).toHaveLength(1);
		}
		expect((await newest())?.['reason']).toBe('invalid-query');
	});

	test('that meets its rules is accepted, completed by declared defaults', async () => {
		const rules = { schemas: { body: ORDER }, mediaTypes: ['application/json'], largestBytes: 99 };
		const body = { order: 'A-1' };
		const verdict = await decide(rules, { body, bodyBytes: 99, headerFields: [json] });
		expect(verdict).toMatchObject({
			kind: 'accepted',
			content: { query: {}, body: { order: 'A-1', size: 'small' } },
		});
		expect(body).toEqual({ order: 'A-1' });
		expect((await newest())?.['decision']).toBe('accepted');
	});

	test('is of no media type where there is none', async () => {
		const verdict = await decide(
			{ mediaTypes: ['application/json'], largestBytes: 1 },
			{ bodyBytes: 0 },
		);
		expect(verdict.kind).toBe('accepted');
	});

	test('is looked at after everything else: who may not call learns nothing of it', async () => {
		const rules = { schemas: { body: ORDER }, mediaTypes: ['text/plain'] };
		expect(await decide(rules, { body: 5 }, '')).toMatchObject({ problem: 'unauthenticated' });
		const { groups } = opened.realm.administer;
		valueOf(await groups.removeUser('Default', 'alice'));
		expect(await decide(rules, { body: 5 })).toMatchObject({ problem: 'forbidden' });
	});

	test('is judged without headers that carry a credential', async () => {
		const headers = JSON.stringify({ maxProperties: 1 });
		const other: [string, string][] = [
			['Cookie', 'a=b'],
			['X-Other', 'c'],
		];
		const verdict = await decide({ schemas: { headers } }, { headerFields: other });
		expect(verdict.kind).toBe('accepted');
	});
});

describe('a policy', () => {
	beforeEach(async () => {
		opened = await aRealm();
	});
	afterEach(() => opened.close());

	const check = async (rules: Partial<CallRules>) => {
		const policy = { ...A_POLICY, content: { ...RULES, ...rules } };
		const checked = await opened.realm.checkPolicy(policy);
		return checked.kind === 'refused' ? checked.sentence : checked.kind;
	};
	const parameter = { name: 'limit', type: 'number', required: false, default: undefined } as const;

	test.each<[Partial<CallRules>, string]>([
		[{ schemas: { body: ORDER, query: '{}', headers: '{}' } }, 'done'],
		[{ schemas: { body: '{"pattern":"^(a+)+$"}' } }, 'done'],
		[{ schemas: { body: '{"type":' } }, 'Body Schema is no JSON object: correct it.'],
		[
			{ schemas: { query: '{"properties":{"a":{"requried":[]}}}' } },
			'Query Schema at /properties/a has the unknown keyword "requried": correct it or take it away.',
		],
		[
			{ schemas: { body: '{"pattern":"("}' } },
			'Body Schema cannot be used: Invalid regular expression: /(/u: Unterminated group.',
		],
		[
			{ schemas: { headers: '{"required":["X-Source"]}' } },
			'Headers Schema names "X-Source": write names of headers in lower case.',
		],
		[
			{ schemas: { headers: '{"required":["authorization"]}' } },
			'Headers Schema names "authorization", which carries a credential: take it away.',
		],
		[{ parameters: [{ ...parameter, default: '5' }] }, 'done'],
		[
			{ parameters: [{ ...parameter, default: 'five' }] },
			'The default of the query parameter "limit" is not a number: correct it.',
		],
		[
			{ parameters: [{ ...parameter, required: true, default: '5' }] },
			'The query parameter "limit" is required and has a default: choose one of the two.',
		],
		[
			{ parameters: [parameter, parameter] },
			'Query Parameters declares "limit" twice: take one away.',
		],
		[
			{ parameters: [{ ...parameter, name: '__proto__' }] },
			'Query Parameters has "__proto__" as a name: enter one of 1 to 100 letters.',
		],
	])('with %j: %s', async (rules, outcome) => {
		expect(await check(rules)).toBe(outcome);
	});
});
