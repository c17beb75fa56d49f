import assert from 'node:assert/strict';
import { walkPages } from '../../test/dialects/walk-pages.mts';
import type { CredentialReference } from '../n8n/credentials.mts';
import type { Session } from '../n8n/session.mts';

const LIMIT_MS = 120_000;

/** A browser's way: n8n binds what it began to a cookie. */
async function ask(address: string, cookie: string): Promise<Response> {
	const signal = AbortSignal.timeout(LIMIT_MS);
	return await fetch(address, { headers: { cookie }, redirect: 'manual', signal });
}

/** What the button Connect does: the browser goes to the server, and comes back to n8n. */
export async function connectCredential(
	session: Session,
	{ id }: CredentialReference,
	user: { readonly username: string; readonly password: string },
	filled?: Readonly<Record<string, string>>,
): Promise<void> {
	const began = await ask(`${session.url}/rest/oauth2-credential/auth?id=${id}`, session.cookie);
	const { data } = (await began.json()) as { readonly data: string };
	const set = began.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
	const back = await walkPages(new URL(data), user, filled);
	const callback = `${session.url}${back.pathname}${back.search}`;
	const done = await ask(callback, [session.cookie, ...set].join('; '));
	const page = await done.text();
	assert.ok(done.status === 200 && !/error/i.test(page.replaceAll(/<script.*?<\/script>/gs, '')));
}

/** Where n8n wants the browser sent back to. */
export async function callbackOf({ rest }: Session): Promise<string> {
	const settings = await rest<{ readonly oauthCallbackUrls: { readonly oauth2: string } }>(
		'GET',
		'/settings',
	);
	return settings.oauthCallbackUrls.oauth2;
}
