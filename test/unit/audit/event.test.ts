import { entryContent, parseEntry } from '../../../src/audit/event';
import { generateCredential } from '../../../src/crypto/credential-text';
import { systemRandom } from '../../../src/crypto/random';

const targeted = (target: string) =>
	entryContent({
		kind: 'administration',
		time: 1,
		tenant: 't',
		origin: { workflow: 'w', execution: undefined },
		operation: 'user.create',
		target,
		credentialId: undefined,
		user: undefined,
		decision: 'refused',
	});

describe('an entry', () => {
	test('is flat and has nothing of what is not known', () => {
		expect(targeted('alice')).toEqual({
			kind: 'administration',
			time: 1,
			tenant: 't',
			workflow: 'w',
			operation: 'user.create',
			target: 'alice',
			decision: 'refused',
		});
	});

	test.each(['', ' and more', ` ${'x'.repeat(5000)}`])(
		'never holds a key that somebody pasted as a name, with %.12j behind it',
		(rest) => {
			const { text } = generateCredential('iapi', 'live', systemRandom.bytes);
			for (const before of ['', 'x'.repeat(150), 'key: ']) {
				const kept = JSON.stringify(targeted(before + text + rest));
				for (const part of text.split('_').slice(2)) expect(kept).not.toContain(part.slice(0, 12));
			}
		},
	);

	test('has names without what cannot be stored, and of bounded length', () => {
		expect(targeted(`a\u0000b\ud800${'x'.repeat(10_000_000)}`)['target']).toBe(
			`a\ufffdb\ufffd${'x'.repeat(196)}`,
		);
	});

	test.each(['', 'null', '"text"', '{"a":{}}', '{"a":null}', '{"a":1.5}', '{'])(
		'is not %j',
		(text) => {
			expect(parseEntry(text)).toBeUndefined();
		},
	);
});
