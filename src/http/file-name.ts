const EXTENDED = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i;
const QUOTED = /;\s*filename\s*=\s*"((?:[^"\\]|\\.)*)"/i;
const TOKEN = /;\s*filename\s*=\s*([^;"\s]+)/i;

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		// A stray percent sign: part of the name.
		return text;
	}
}

/**
 * The name of a downloaded file: what `Content-Disposition` says, else the end of the URL's path.
 * Undefined when there is neither; never a path. RFC 6266 section 4.3.
 */
export function fileNameOf(disposition: unknown, url: URL): string | undefined {
	const text = typeof disposition === 'string' ? disposition : '';
	const extended = EXTENDED.exec(text)?.[1];
	const name =
		(extended === undefined ? undefined : decoded(extended)) ??
		QUOTED.exec(text)?.[1]?.replace(/\\(.)/g, '$1') ??
		TOKEN.exec(text)?.[1] ??
		decoded(url.pathname);
	return name.split(/[/\\]/).at(-1) || undefined;
}
