import { systemRandom } from '../../../src/crypto/random';
import { openText, sealText } from '../../../src/crypto/sealed-text';
import { readySodium } from '../../../src/crypto/sodium';

const KEY = new Uint8Array(32).fill(7);

describe('a sealed text', () => {
	test('opens with its key and context, and shows nothing of its length', async () => {
		const sodium = await readySodium();
		const seal = (text: string) => sealText(sodium, KEY, text, 'here', systemRandom.bytes);
		const sealed = seal('{"user":"jörg"}');
		expect(openText(sodium, KEY, sealed, 'here')).toBe('{"user":"jörg"}');
		expect(seal('').length).toBe(seal('a'.repeat(200)).length);
		expect(sealed).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
	});

	test('does not open in another context, by another key, or changed in one letter', async () => {
		const sodium = await readySodium();
		const sealed = sealText(sodium, KEY, 'text', 'here', systemRandom.bytes);
		const other = new Uint8Array(32).fill(8);
		const at = sealed.length - 5;
		const letter = sealed[at] === 'A' ? 'B' : 'A';
		const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1);
		expect([
			openText(sodium, KEY, sealed, 'there'),
			openText(sodium, other, sealed, 'here'),
			openText(sodium, KEY, changed, 'here'),
			openText(sodium, KEY, '', 'here'),
			openText(sodium, KEY, 'a.b.c', 'here'),
		]).toEqual([undefined, undefined, undefined, undefined, undefined]);
	});
});
