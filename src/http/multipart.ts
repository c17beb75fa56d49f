/** A part of a multipart form: a text field or a file. */
export type Part =
	| { readonly kind: 'field'; readonly name: string; readonly text: string }
	| {
			readonly kind: 'file';
			readonly name: string;
			readonly fileName: string;
			readonly mimeType: string;
			readonly bytes: Uint8Array;
	  };

const ESCAPES: Readonly<Record<string, string>> = { '"': '%22', '\r': '%0D', '\n': '%0A' };

/** A name as browsers write it. HTML standard, section 4.10.21.8 (multipart form data). */
const quoted = (name: string): string =>
	`"${name.replace(/["\r\n]/g, (character) => ESCAPES[character] ?? '')}"`;

// What a header line cannot carry would otherwise begin another one.
const mediaTypeOf = (mimeType: string): string =>
	/^[\x20-\x7e]+$/.test(mimeType) ? mimeType : 'application/octet-stream';

function headOf(part: Part): string {
	const disposition = `Content-Disposition: form-data; name=${quoted(part.name)}`;
	return part.kind === 'field'
		? disposition
		: `${disposition}; filename=${quoted(part.fileName)}\r\nContent-Type: ${mediaTypeOf(part.mimeType)}`;
}

/**
 * The body `multipart/form-data` of some parts. The boundary is one that no part holds: random, used
 * once. RFC 7578.
 */
export function multipartBody(parts: readonly Part[], boundary: string): Uint8Array {
	const pieces = parts.flatMap((part) => [
		Buffer.from(`--${boundary}\r\n${headOf(part)}\r\n\r\n`),
		part.kind === 'field' ? Buffer.from(part.text) : part.bytes,
		Buffer.from('\r\n'),
	]);
	return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
}
