import type { Macs } from '../crypto/mac';
import type { ChainHead } from '../store/audit-entries';

const LABEL = Buffer.from('incoming-api/audit/v1');
const NUMBER_BYTES = 8;

function numberBytes(value: number): Uint8Array {
	const bytes = Buffer.alloc(NUMBER_BYTES);
	bytes.writeBigUInt64BE(BigInt(value));
	return bytes;
}

/** What is hashed for an entry: label, place, hash before it, length and text. */
export function linkMessage({ seq, hash }: ChainHead, text: string): Uint8Array {
	const bytes = Buffer.from(text);
	return Buffer.concat([
		LABEL,
		numberBytes(seq + 1),
		Buffer.from(hash, 'base64url'),
		numberBytes(bytes.length),
		bytes,
	]);
}

/** What is MACed for anything beside a chain's entries; `kind` keeps one from passing as another. */
export function proofMessage(kind: 'start' | 'heads' | 'checkpoint', text: string): Uint8Array {
	return Buffer.concat([LABEL, Buffer.from(`/${kind}\0${text}`)]);
}

/** The head of a chain without entries; it binds the chain to its realm and its name. */
export function startOfChain(macs: Macs, realmId: string, writer: string): ChainHead {
	return { seq: 0, hash: macs.of(proofMessage('start', `${realmId}\0${writer}`)) };
}

/** The head after one more entry. */
export function link(macs: Macs, head: ChainHead, text: string): ChainHead {
	return { seq: head.seq + 1, hash: macs.of(linkMessage(head, text)) };
}

/** Whether an entry with this text and hash belongs right behind `head`. */
export function follows(
	macs: Macs,
	head: ChainHead,
	{ text, hash }: { readonly text: string; readonly hash: string },
): boolean {
	return macs.matches(linkMessage(head, text), hash);
}
