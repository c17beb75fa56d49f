import type { CapturedAnswer } from '../http/captured-answer';
import { keptFields } from './kept-fields';

const LENGTH_BYTES = 4;

/** An answer as one row of bytes: the length of its head, the head as JSON, the body. */
export function answerBytes({ status, headers, body }: CapturedAnswer): Uint8Array {
	const head = Buffer.from(JSON.stringify({ status, headers: keptFields(headers) }));
	const length = Buffer.alloc(LENGTH_BYTES);
	length.writeUInt32BE(head.length);
	return Buffer.concat([length, head, body]);
}

/** Reads what `answerBytes` made. */
export function answerFromBytes(bytes: Uint8Array): CapturedAnswer {
	const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const end = LENGTH_BYTES + view.readUInt32BE();
	const head = JSON.parse(view.toString('utf8', LENGTH_BYTES, end)) as Omit<CapturedAnswer, 'body'>;
	return { ...head, body: view.subarray(end) };
}
