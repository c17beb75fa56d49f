import { isIPv4, isIPv6 } from 'node:net';

/** An IP address as a number. An IPv4 address inside of IPv6 (`::ffff:1.2.3.4`) is IPv4. */
export interface Address {
	readonly bits: 32 | 128;
	readonly value: bigint;
}

/** All addresses that share the first `prefix` bits with `address` (RFC 4632, RFC 4291 2.3). */
export interface Cidr {
	readonly address: Address;
	readonly prefix: number;
}

const MAPPED_BITS = 96;
const MAPPED = 0xffffn;
const MOST_LETTERS = 64;
const PREFIX = /^(?:0|[1-9]\d{0,2})$/;

function valueOfGroups(groups: readonly string[], radix: 10 | 16, bits: bigint): bigint {
	const prefix = radix === 16 ? '0x' : '';
	return groups.reduce((value, group) => (value << bits) | BigInt(`${prefix}${group}`), 0n);
}

const ipv4Value = (text: string): bigint => valueOfGroups(text.split('.'), 10, 8n);

/** Writes the last 32 bits of an IPv6 address as two groups where they stand in IPv4's form. */
function withoutDots(text: string): string {
	const start = text.lastIndexOf(':') + 1;
	const tail = text.slice(start);
	if (!tail.includes('.')) return text;
	const value = ipv4Value(tail);
	return `${text.slice(0, start)}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}

function ipv6Value(text: string): bigint {
	const [head = '', tail] = withoutDots(text).split('::');
	const first = head.split(':').filter(Boolean);
	const last = tail?.split(':').filter(Boolean) ?? [];
	const between = new Array<string>(8 - first.length - last.length).fill('0');
	return valueOfGroups([...first, ...between, ...last], 16, 16n);
}

/** Reads an IP address; `undefined` for anything else. The zone of a link-local one is dropped. */
export function parseAddress(text: string): Address | undefined {
	if (text.length > MOST_LETTERS) return undefined;
	if (isIPv4(text)) return { bits: 32, value: ipv4Value(text) };
	if (!isIPv6(text)) return undefined;
	const value = ipv6Value(text.split('%', 1)[0] ?? '');
	if (value >> 32n === MAPPED) return { bits: 32, value: value & 0xffffffffn };
	return { bits: 128, value };
}

const hostBits = ({ address, prefix }: Cidr): bigint => BigInt(address.bits - prefix);

/**
 * Reads an address or a range such as `192.0.2.0/24`. `undefined` where it is neither, also when
 * the address has bits beyond its prefix: such a range was probably meant to be another.
 */
export function parseCidr(text: string): Cidr | undefined {
	const [written = '', length, ...rest] = text.split('/');
	const address = written.includes('%') ? undefined : parseAddress(written);
	if (address === undefined || rest.length > 0) return undefined;
	if (length === undefined) return { address, prefix: address.bits };
	if (!PREFIX.test(length)) return undefined;
	const prefix = Number(length) - (address.bits === 32 && isIPv6(written) ? MAPPED_BITS : 0);
	if (prefix < 0 || prefix > address.bits) return undefined;
	const cidr = { address, prefix };
	const beyond = address.value & ((1n << hostBits(cidr)) - 1n);
	return beyond === 0n ? cidr : undefined;
}

/** Whether an address lies in a range; IPv4 and IPv6 never meet. */
export function isWithin(address: Address, cidr: Cidr): boolean {
	if (address.bits !== cidr.address.bits) return false;
	const ignored = hostBits(cidr);
	return address.value >> ignored === cidr.address.value >> ignored;
}

const NETWORK_BITS = 64n;

/**
 * Names whoever holds an address, to count by: an IPv4 address, or the /64 that IPv6 hands out to
 * one subscriber at least (RFC 6177).
 */
export function networkText({ bits, value }: Address): string {
	return bits === 32 ? value.toString(16) : `${(value >> NETWORK_BITS).toString(16)}::/64`;
}
