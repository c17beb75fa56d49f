import { createHash } from 'node:crypto';

import type { Entry } from '../../../src/administration/link-content';
import { consentPage } from '../../../src/oauth/pages/consent';
import { entryPage, type EntryMistake } from '../../../src/oauth/pages/entry';
import { type DesignationMistake, designatePage } from '../../../src/oauth/pages/designate';
import { donePage } from '../../../src/oauth/pages/done';
import { errorPage } from '../../../src/oauth/pages/error';
import { filled } from '../../../src/oauth/pages/html';
import {
	closedPage,
	enteredPage,
	revealedPage,
	revealPage,
} from '../../../src/oauth/pages/link-pages';
import { logInPage, type LogInMistake } from '../../../src/oauth/pages/log-in';
import { formTarget, pageAnswer } from '../../../src/oauth/pages/page-answer';

const HOSTILE = `"><script>alert('1')</script>{user}&`;
const form = { action: '/auth', fields: { form: 'sealed', check: 'value' } };

const logIn = (mistake?: LogInMistake, client = 'Orders') =>
	logInPage({ ...form, client, mistake });
const consent = (name: string) =>
	consentPage({
		...form,
		client: name,
		description: name,
		user: name,
		scopes: [name],
		applications: [name],
		redirectUri: 'https://orders.example/cb',
	});
const designate = (name: string, mistake?: DesignationMistake) =>
	designatePage({
		...form,
		client: name,
		intake: { partner: name, goals: name, dataScope: name, contact: name, tenant: name },
		administrator: name,
		before: name,
		scopes: [name],
		applications: [name],
		redirectUri: undefined,
		flaw: mistake && { mistake, account: name },
	});
const done = (name: string) => donePage({ outcome: 'allowed', client: name, account: name });

const link = { action: '/once', link: 'ilnk_token' };
const secretOf = (name: string): Entry => ({
	kind: 'secret',
	secret: { datasource: name, name },
	step: { action: 'create', terms: {} },
});
const signingOf = (name: string): Entry => ({
	kind: 'signingKey',
	key: { name, scheme: { variant: 'github' } },
	step: { action: 'rotate', credentialId: 'id', rotation: { graceSeconds: 0 } },
});
const passwordOf = (username: string): Entry => ({ kind: 'password', username });
const entry = (each: Entry, mistake?: EntryMistake) => entryPage({ ...link, entry: each, mistake });

describe('the pages', () => {
	const pages = {
		'to log in': logIn(),
		'to log in again': logIn({ kind: 'refused' }),
		'to agree': consent('Orders'),
		'to designate': designate('Orders'),
		'to designate again': designate('Orders', 'unknown'),
		'to confirm': designate('Orders', 'administrator'),
		'that is the last': done('Orders'),
		'that says no': errorPage({ mistake: 'used', requestId: 'request-1' }),
		'of a link to something': revealPage(link),
		'that shows it': revealedPage({ key: 'a key', clientSecret: 'a secret' }),
		'to enter a secret': entry(secretOf('Key')),
		'to enter a signing secret again': entry(signingOf('shop'), 'unusable'),
		'to choose a password': entry(passwordOf('alice')),
		'to choose a password again': entry(passwordOf('alice'), 'different'),
		'that something is saved': enteredPage(),
		'of a link that does not work': closedPage('request-1'),
	};

	test.each(Object.entries(pages))('%s: one main heading, language, size, no script', (_, html) => {
		expect(html).toMatch(/^<!doctype html><html lang="en">/);
		expect(html.match(/<h1>/g)).toHaveLength(1);
		expect(html).toContain('name="viewport" content="width=device-width, initial-scale=1"');
		expect(html).not.toMatch(/<script|<img|<link|<iframe|\son\w+=|style="|src=|url\(|@import/i);
	});

	test.each(Object.entries(pages))('%s: the policy allows its own style alone', (_, html) => {
		const [, style = ''] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
		const policy = pageAnswer(html, 200, []).headers['content-security-policy'] ?? '';
		const digest = createHash('sha256').update(style).digest('base64');
		expect(policy.split('; ')).toEqual([
			"default-src 'none'",
			`style-src 'sha256-${digest}'`,
			"form-action 'self'",
			"frame-ancestors 'none'",
			"base-uri 'none'",
		]);
	});

	test('a field without a label is in none of them', () => {
		for (const html of Object.values(pages)) {
			const shown = [...html.matchAll(/<input id="(\w+)"/g)].map(([, id]) => id);
			const labels = [...html.matchAll(/<label for="(\w+)"/g)].map(([, id]) => id);
			expect(labels).toEqual(shown);
		}
		expect(logIn().match(/<label /g)).toHaveLength(2);
	});

	test('what is filled in is text, whatever it holds', () => {
		for (const html of [
			consent(HOSTILE),
			logIn(undefined, HOSTILE),
			revealedPage({ key: HOSTILE }),
			entry(secretOf(HOSTILE)),
			entry(signingOf(HOSTILE)),
			entry(passwordOf(HOSTILE)),
			designate(HOSTILE),
			designate(HOSTILE, 'unknown'),
			designate(HOSTILE, 'administrator'),
			done(HOSTILE),
		]) {
			expect(html).not.toContain('<script');
			expect(html).toContain('&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;{user}&amp;');
		}
		expect(filled('<{a}> & {b}{c}', { a: '{b}', b: '$&' })).toBe(
			'&lt;<strong><bdi>{b}</bdi></strong>&gt; &amp; <strong><bdi>$&amp;</bdi></strong><strong><bdi></bdi></strong>',
		);
	});

	test('a mistake is in the title, in a summary, and described at the field that has the focus', () => {
		const html = logIn({ kind: 'refused' });
		expect(html).toContain('<title>Error: Log in</title>');
		expect(html).toContain('id="mistake" role="alert"');
		expect(html).toContain('<a href="#username">User name or password is wrong.</a>');
		expect(html).toMatch(/<input id="username"[^>]* autofocus aria-describedby="mistake">/);
		expect(html.match(/ aria-invalid="true"/g)).toHaveLength(2);
		expect(logIn()).not.toMatch(/Error|role=|invalid=|describedby/);
	});

	test('a user who cannot be designated is said first, at the field that puts it right', () => {
		const unknown = designate('Orders', 'unknown');
		expect(unknown).toContain('<a href="#account">There is no enabled user of this name.</a>');
		expect(unknown).toMatch(/<input id="account"[^>]* aria-invalid="true" autofocus/);
		expect(unknown).not.toContain('type="checkbox"');
		const administrator = designate('Orders', 'administrator');
		expect(administrator).toContain(
			'<a href="#confirmed"><strong><bdi>Orders</bdi></strong> is an',
		);
		expect(administrator).toMatch(/<input type="checkbox" id="confirmed"[^>]* autofocus/);
		expect(administrator).not.toContain('aria-invalid="true"');
		expect(designate('Orders')).not.toMatch(/Error|role=|invalid=|checkbox/);
	});

	test.each([
		[1, 'Try again in <strong><bdi>1</bdi></strong> minute.'],
		[60, 'Try again in <strong><bdi>1</bdi></strong> minute.'],
		[61, 'Try again in <strong><bdi>2</bdi></strong> minutes.'],
	])('who must wait %d s is told so in minutes', (retryAfterSeconds, sentence) => {
		const html = logIn({ kind: 'locked', retryAfterSeconds });
		expect(html).toContain(`There were too many attempts. ${sentence}`);
		expect(html).not.toContain('aria-invalid=');
	});

	test('a busy server says when to try again without minutes', () => {
		const html = logIn({ kind: 'busy', retryAfterSeconds: 5 });
		expect(html).toContain('Try again in a few seconds.');
		expect(html).not.toContain('minute');
	});

	test.each([
		['https://client.example:8443/cb?a=b', 'https://client.example:8443'],
		['http://127.0.0.1:4711/cb', 'http://127.0.0.1:4711'],
		['http://[::1]:4711/cb', 'http:'],
		['com.example.app:/cb', 'com.example.app:'],
	])('a form may be answered by a redirect to %s, as %s', (redirectUri, source) => {
		expect(formTarget(redirectUri)).toBe(source);
		const { headers } = pageAnswer('', 200, [source]);
		expect(headers['content-security-policy']).toContain(`; form-action 'self' ${source};`);
	});

	test('a mistake in what was typed is described at its field, and the value is not in the page', () => {
		const html = entry(passwordOf('alice'), 'different');
		expect(html).toContain('<title>Error: Choose a password</title>');
		expect(html).toMatch(/<input id="value"[^>]* autofocus aria-describedby="mistake rule">/);
		expect(html.match(/ aria-invalid="true"/g)).toHaveLength(2);
		expect(html.match(/ autocomplete="new-password"/g)).toHaveLength(2);
		expect(entry(secretOf('Key'))).toMatch(/ autofocus aria-describedby="rule">/);
		expect(entry(secretOf('Key'))).not.toMatch(/Error|role=|invalid=/);
		expect(entry(secretOf('Key'), 'refused')).not.toMatch(/invalid=/);
	});
});
