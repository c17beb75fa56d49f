import { quoted } from '../../../src/vendors/failure';

test('IN-21, IB-29: words of a system are one short line without a credential', () => {
	expect(quoted('Secret\n token\tnot valid', [])).toBe('Secret token not valid');
	expect(quoted('wrong: p4ss word', ['p4ss word'])).toBe('wrong: ***');
	expect(quoted(`it was ${'k'.repeat(43)}.`, [])).toBe('it was ***');
	expect(quoted('some words '.repeat(50), [])).toHaveLength(201);
	expect([
		quoted('', []),
		quoted(' \n', []),
		quoted({ a: 1 }, []),
		quoted(undefined, ['']),
	]).toEqual([undefined, undefined, undefined, undefined]);
});
