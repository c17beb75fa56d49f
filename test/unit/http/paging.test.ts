import { fileNameOf } from '../../../src/http/file-name';
import { nextLink } from '../../../src/http/link-header';
import {
	isLast,
	type LastPage,
	memberAt,
	type NextPage,
	pageBehind,
	withParameter,
} from '../../../src/http/paging';

describe('the link to the next page', () => {
	test.each([
		['<https://a.example/?page=2>; rel="next"', 'https://a.example/?page=2'],
		['</?page=2>;rel=next', '/?page=2'],
		['<a>; rel="prev", <b>; title="x, <c>; rel=\\"next\\""; REL="last NEXT"', 'b'],
		['<a,b>; rel="next"', 'a,b'],
		['<>; rel="next"', ''],
	])('in %j is %j', (field, target) => {
		expect(nextLink(field)).toBe(target);
	});

	test('may be in any of several headers', () => {
		expect(nextLink(['<a>; rel="prev"', '<b>; rel="next"'])).toBe('b');
	});

	test.each(['', 'https://a.example', '<a>', '<a>; rel="nexthop"', '<a; rel="next"', undefined, 5])(
		'is not in %j',
		(field) => {
			expect(nextLink(field)).toBeUndefined();
		},
	);

	test('is looked for in linear time', () => {
		for (const hostile of ['<', '<a>', '<a>;', '<a>; x="', '<a>; x="\\', ',', '<a>,']) {
			const text = hostile.repeat(100_000 / hostile.length);
			const times = Array.from({ length: 5 }, () => {
				const start = performance.now();
				nextLink(text);
				return performance.now() - start;
			});
			// The best, as a machine that stands still is no fault of the code.
			expect(Math.min(...times)).toBeLessThan(1000);
		}
	});
});

describe('a path', () => {
	const body = { data: { items: [{ id: 7 }], 'a b': 1 }, next: null };
	test.each([
		['', body],
		['data.items[0].id', 7],
		['data.items.0.id', 7],
		['data.a b', 1],
		['next', null],
		['next.x', undefined],
		['toString', undefined],
		['__proto__', undefined],
		['data.items.length.x', undefined],
	])('%j leads to %j', (path, member) => {
		expect(memberAt(body, path)).toEqual(member);
	});
});

describe('the page behind', () => {
	const page = {
		url: new URL('https://a.example/list?q=%20x&page=3'),
		status: 200,
		link: '</list?page=9>; rel="next"',
		body: { next: '?page=4', cursor: 'c&1', none: '', rows: [], more: false },
		index: 2,
	};
	const behind = (next: NextPage) => pageBehind(page, next)?.toString();

	test('is where the API or the counter says', () => {
		expect(behind({ kind: 'link-header' })).toBe('https://a.example/list?page=9');
		expect(behind({ kind: 'next-url', path: 'next' })).toBe('https://a.example/list?page=4');
		expect(behind({ kind: 'cursor', path: 'cursor', parameter: 'after' })).toBe(
			'https://a.example/list?q=%20x&page=3&after=c%261',
		);
		expect(behind({ kind: 'counter', parameter: 'page', start: 10, step: 5 })).toBe(
			'https://a.example/list?q=%20x&page=25',
		);
	});

	test('is none where the API names none', () => {
		expect(behind({ kind: 'next-url', path: 'none' })).toBeUndefined();
		expect(behind({ kind: 'cursor', path: 'rows', parameter: 'after' })).toBeUndefined();
		expect(
			pageBehind({ ...page, body: { next: 'http://' } }, { kind: 'next-url', path: 'next' }),
		).toBe('unusable');
	});

	const last: readonly (readonly [LastPage, boolean])[] = [
		[{ kind: 'empty-list', path: 'rows', otherwise: 'go-on' }, true],
		[{ kind: 'empty-list', path: '', otherwise: 'last' }, true],
		[{ kind: 'empty-list', path: '', otherwise: 'go-on' }, false],
		[{ kind: 'false-member', path: 'more' }, true],
		[{ kind: 'false-member', path: 'next' }, false],
		[{ kind: 'status', statuses: [404, 200] }, true],
		[{ kind: 'status', statuses: [404] }, false],
	];
	test.each(last)('is not asked for when %j: %j', (rule, expected) => {
		expect(isLast(page, rule)).toBe(expected);
	});

	test('keeps the other parameters as they are written', () => {
		const url = new URL('https://a.example/?a=%7B1%7D&p%61ge=1&b=+&page=2');
		expect(withParameter(url, 'page', 'x y').href).toBe(
			'https://a.example/?a=%7B1%7D&b=+&page=x%20y',
		);
	});
});

describe('the name of a file', () => {
	const url = new URL('https://a.example/files/r%C3%A9port.pdf?x');
	test.each([
		['attachment; filename="a \\"b\\".pdf"', 'a "b".pdf'],
		["attachment; filename=x.pdf; filename*=UTF-8''%C3%A9.pdf", 'é.pdf'],
		['attachment; filename=x.pdf', 'x.pdf'],
		['attachment; filename="../../etc/passwd"', 'passwd'],
		["attachment; filename*=UTF-8''..%2F..%5Cx", 'x'],
		[undefined, 'réport.pdf'],
	])('with %j is %j', (disposition, name) => {
		expect(fileNameOf(disposition, url)).toBe(name);
	});

	test('is none at the root', () => {
		expect(fileNameOf(undefined, new URL('https://a.example/'))).toBeUndefined();
	});
});
