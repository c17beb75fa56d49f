import { explain } from '../../../src/authorization/explain';
import {
	type CallerFacts,
	effectivePrivileges,
	mayCall,
	type Policy,
} from '../../../src/authorization/may-call';
import { parseAddress, parseCidr } from '../../../src/http/cidr';
import { A_POLICY } from '../../a-realm';

const give = (application: string, ...privileges: string[]) =>
	privileges.map((privilege) => ({ application, privilege }));
const CALLER = give('default', 'Use API Key', 'Run Actions');
const ranges = (...texts: string[]) => texts.flatMap((text) => parseCidr(text) ?? []);

const facts = (parts: Partial<CallerFacts> = {}): CallerFacts => ({
	user: { name: 'alice', enabled: true },
	access: { applications: ['default'], grants: CALLER },
	limits: { addresses: undefined, applications: undefined },
	address: parseAddress('192.0.2.7'),
	...parts,
});
const policy = (parts: Partial<Policy> = {}): Policy => ({ ...A_POLICY, ...parts });

const allowed = ['Run Actions', 'Use API Key'];
const member = (...grants: ReturnType<typeof give>) => ({ applications: ['default'], grants });

const cases: readonly (readonly [
	string,
	CallerFacts,
	Policy,
	readonly string[] | string,
	string,
])[] = [
	[
		'PF-1: nobody',
		facts({ user: undefined }),
		policy(),
		'anonymous-not-allowed',
		'A call without a credential is not allowed.',
	],
	[
		'PF-2: nobody where that is allowed',
		facts({ user: undefined }),
		policy({ allowAnonymous: true }),
		[],
		'A call without a credential is allowed.',
	],
	[
		'PF-12: a user with both privileges',
		facts(),
		policy(),
		allowed,
		'alice may make this call in Default.',
	],
	[
		'PF-9: a disabled user',
		facts({ user: { name: 'alice', enabled: false } }),
		policy({ allowAnonymous: true }),
		'user-disabled',
		'alice is disabled.',
	],
	[
		'PF-12: a user without Run Actions',
		facts({ access: member(...give('default', 'Use API Key')) }),
		policy(),
		'privilege-missing',
		'alice lacks Run Actions: no role of their groups grants it.',
	],
	[
		'PF-12: a user without either',
		facts({ access: member() }),
		policy(),
		'privilege-missing',
		'alice lacks Run Actions: no role of their groups grants it. alice lacks Use API Key: no role of their groups grants it.',
	],
	[
		'PF-11: a user whose role belongs to another application',
		facts({ access: member(...give('orders', 'Use API Key', 'Run Actions')) }),
		policy({ requiredPrivileges: ['Run Actions'] }),
		'privilege-missing',
		'alice lacks Run Actions: only roles of other applications than Default grant it.',
	],
	[
		'PF-13: a user without a custom privilege',
		facts(),
		policy({ requiredPrivileges: ['View Table Actions'] }),
		'privilege-missing',
		'alice lacks View Table Actions: no role of their groups grants it.',
	],
	[
		'PF-13: a user with a custom privilege, in whatever case',
		facts({ access: member(...give('default', 'View Table Actions')) }),
		policy({ requiredPrivileges: ['view table actions'] }),
		['View Table Actions'],
		'alice may make this call in Default.',
	],
	[
		'PF-15: a user in no access group of the application',
		facts({ access: { applications: ['orders'], grants: CALLER } }),
		policy(),
		'not-in-application',
		'alice is in no access group of the application Default.',
	],
	[
		'NT-47: a key for another application',
		facts({ limits: { addresses: undefined, applications: ['Orders'] } }),
		policy(),
		'application-not-allowed',
		'The key works only in Orders.',
	],
	[
		'a key for this application, in whatever case',
		facts({ limits: { addresses: undefined, applications: ['DEFAULT'] } }),
		policy(),
		allowed,
		'alice may make this call in Default.',
	],
	[
		'NT-61: a key of another address',
		facts({ limits: { addresses: ranges('192.0.2.70'), applications: undefined } }),
		policy(),
		'address-not-allowed',
		'The address of the call is not among those of the key.',
	],
	[
		'NT-61: a key of this address in IPv6 clothes',
		facts({
			limits: { addresses: ranges('192.0.2.0/24'), applications: undefined },
			address: parseAddress('::ffff:192.0.2.7'),
		}),
		policy(),
		allowed,
		'alice may make this call in Default.',
	],
	[
		'NT-61: a key of all addresses where the address is unknown',
		facts({
			limits: { addresses: ranges('0.0.0.0/0', '::/0'), applications: undefined },
			address: undefined,
		}),
		policy(),
		'address-not-allowed',
		'The address of the call is not among those of the key.',
	],
	[
		'a realm privilege from a role of another application',
		facts({ access: member(...CALLER, ...give('default', 'Manage Access')) }),
		policy({ requiredPrivileges: ['Manage Access'] }),
		'privilege-missing',
		'alice lacks Manage Access: only roles of other applications than Realm grant it.',
	],
	[
		'a realm privilege from a role of Realm',
		facts({ access: member(...CALLER, ...give('realm', 'Manage Access', 'Run Actions')) }),
		policy({ requiredPrivileges: ['Manage Access'] }),
		['Manage Access', 'Run Actions', 'Use API Key'],
		'alice may make this call in Default.',
	],
];

describe('the decision', () => {
	test.each(cases)('about %s', (_who, given, wanted, outcome) => {
		expect(mayCall(given, wanted)).toEqual(
			typeof outcome === 'string'
				? { kind: 'refused', reason: outcome }
				: { kind: 'allowed', privileges: outcome },
		);
	});

	test.each(cases)('about %s is explained in a sentence', (_who, given, wanted, outcome, text) => {
		const explanation = explain(given, wanted);
		expect(explanation.allowed).toBe(typeof outcome !== 'string');
		expect(explanation.sentences.join(' ')).toBe(text);
	});
});

describe('effective privileges', () => {
	test('are each there once, in order, from roles of the application and of Realm', () => {
		const grants = [
			...give('default', 'b', 'a', 'Manage Access'),
			...give('realm', 'Grant Consent', 'c'),
			...give('orders', 'd'),
			...give('default', 'a'),
		];
		expect(effectivePrivileges({ applications: [], grants }, 'Default')).toEqual([
			'Grant Consent',
			'a',
			'b',
		]);
	});
});
