const unescape = (html: string): string =>
	html.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

/** A form of a page, as a browser sends it: to its own action, with its hidden fields. */
export async function submitForm(
	html: string,
	filled: Readonly<Record<string, string>>,
): Promise<Response> {
	const action = /<form method="post" action="([^"]+)"/.exec(html)?.[1] ?? '';
	const hidden = html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g);
	const fields = [...hidden].map(([, name = '', value = '']): [string, string] => [
		name,
		unescape(value),
	]);
	const body = new URLSearchParams([...fields, ...Object.entries(filled)]);
	return await fetch(unescape(action), { method: 'POST', body, redirect: 'manual' });
}

/** Where a page sends the browser. */
export function sentTo(answer: Response): URL {
	const location = answer.headers.get('location');
	if (answer.status !== 303 || location === null) {
		throw new Error(`The page sends nobody on: ${String(answer.status)}`);
	}
	return new URL(location);
}

/** Logs in and takes a decision on the page that follows, where there is one. */
export async function walkPages(
	address: URL,
	user: { readonly username: string; readonly password: string },
	filled: Readonly<Record<string, string>> = { decision: 'allow' },
): Promise<URL> {
	const page = await fetch(address, { redirect: 'manual' });
	const next = await submitForm(await page.text(), user);
	if (next.status !== 200) return sentTo(next);
	return sentTo(await submitForm(await next.text(), filled));
}
