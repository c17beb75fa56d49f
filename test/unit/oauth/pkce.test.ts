import { codeChallengeOf, isCodeChallenge, refuseVerifier } from '../../../src/oauth/pkce';
import vectors from '../../vectors/oauth.json';

const { verifier, challenge } = vectors.pkce;
const reasonOf = (announced: string | undefined, shown: string | undefined) =>
	refuseVerifier(announced, shown)?.reason;

describe('a code challenge', () => {
	test('is made of a verifier as RFC 7636 appendix B has it', () => {
		expect(codeChallengeOf(verifier)).toBe(challenge);
	});

	test('is met by its verifier, or both are absent', () => {
		expect([reasonOf(challenge, verifier), reasonOf(undefined, undefined)]).toEqual([
			undefined,
			undefined,
		]);
	});

	test.each([
		['no verifier', challenge, undefined, 'verifier-missing'],
		['a verifier that was not announced', undefined, verifier, 'verifier-not-expected'],
		['the challenge itself', challenge, challenge, 'verifier-mismatch'],
		['42 letters', challenge, verifier.slice(1), 'verifier-malformed'],
		['129 letters', challenge, 'a'.repeat(129), 'verifier-malformed'],
		['a letter that a verifier has not', challenge, `${verifier.slice(1)}+`, 'verifier-malformed'],
		['one letter changed', challenge, `e${verifier.slice(1)}`, 'verifier-mismatch'],
	])('is not met by %s', (_, announced, shown, reason) => {
		expect(reasonOf(announced, shown)).toBe(reason);
	});

	test.each([
		[challenge, true],
		[challenge.slice(1), false],
		[`${challenge}A`, false],
		[`${challenge.slice(1)}=`, false],
		[`${challenge.slice(1)}+`, false],
		[`${challenge.slice(1)}/`, false],
	])('%s has the form of one: %s', (text, is) => {
		expect(isCodeChallenge(text)).toBe(is);
	});
});
