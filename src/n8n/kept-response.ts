import { EventEmitter } from 'node:events';
import { type ServerResponse, validateHeaderName, validateHeaderValue } from 'node:http';

/** Events by which whoever writes to a response learns that it ended, or may go on. */
const ENDS: ReadonlySet<unknown> = new Set(['close', 'drain', 'error', 'finish']);

const SUBSCRIPTIONS = [
	'addListener',
	'off',
	'on',
	'once',
	'prependListener',
	'prependOnceListener',
	'removeListener',
] as const;

type FieldValue = number | string | readonly string[];

/** What was written in place of being sent. */
export interface Kept {
	readonly status: number;
	/** By name in lower case. */
	readonly fields: ReadonlyMap<string, FieldValue>;
	readonly body: Uint8Array;
	/** Whether the body was more than was asked for; it is empty then. */
	readonly tooLarge: boolean;
}

export interface KeptResponse {
	/** Does something with the response as it really is. */
	really<T>(work: () => T): T;
}

/**
 * Makes a response keep what is written to it, as an answer that was not sent yet: its caller was
 * answered already, has gone, or has to wait for more. `onEnd` is told once. Every member that n8n
 * or Express uses is shadowed on the instance: with one left out, they find that headers were sent.
 */
export function keepResponse(
	response: ServerResponse,
	mostBytes: number,
	onEnd: (kept: Kept) => void,
): KeptResponse {
	const fields = new Map<string, FieldValue>();
	for (const [name, value] of Object.entries(response.getHeaders())) {
		if (value !== undefined) fields.set(name, value);
	}
	const ends = new EventEmitter();
	let { statusCode } = response;
	let chunks: Buffer[] = [];
	let size = 0;
	let ended = false;

	const setField = (name: string, value: FieldValue): void => {
		validateHeaderName(name);
		validateHeaderValue(name, String(value));
		fields.set(name.toLowerCase(), value);
	};
	const add = (chunk: unknown, encoding: unknown): void => {
		if (ended || chunk === undefined || chunk === null || typeof chunk === 'function') return;
		const bytes =
			typeof chunk === 'string'
				? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
				: Buffer.from(chunk as Uint8Array);
		size += bytes.length;
		if (size > mostBytes) chunks = [];
		else chunks.push(bytes);
	};
	const callBack = (parameters: readonly unknown[]): void => {
		const callback = parameters.find((parameter) => typeof parameter === 'function');
		if (callback !== undefined) process.nextTick(callback as () => void);
	};
	const setFields = (given: unknown): void => {
		if (typeof given !== 'object' || given === null) return;
		const isIterable = given instanceof Map || given instanceof Headers;
		const entries = isIterable ? [...given] : Object.entries(given);
		for (const [name, value] of entries as [string, FieldValue][]) setField(name, value);
	};

	const methods: Record<string, (...parameters: never[]) => unknown> = {
		setHeader(name: string, value: FieldValue) {
			setField(name, value);
			return response;
		},
		setHeaders(given: unknown) {
			setFields(given);
			return response;
		},
		appendHeader(name: string, value: FieldValue) {
			const before = fields.get(name.toLowerCase());
			setField(name, before === undefined ? value : [before, value].flat().map(String));
			return response;
		},
		getHeader: (name: string) => fields.get(name.toLowerCase()),
		getHeaders: () => Object.fromEntries(fields),
		getHeaderNames: () => [...fields.keys()],
		hasHeader: (name: string) => fields.has(name.toLowerCase()),
		removeHeader: (name: string) => void fields.delete(name.toLowerCase()),
		flushHeaders: () => undefined,
		writeHead(status: number, ...more: unknown[]) {
			statusCode = status;
			setFields(more.at(-1));
			return response;
		},
		write(...parameters: unknown[]) {
			add(parameters[0], parameters[1]);
			callBack(parameters);
			return true;
		},
		end(...parameters: unknown[]) {
			add(parameters[0], parameters[1]);
			callBack(parameters);
			// n8n ends an answer of the response node twice.
			if (ended) return response;
			ended = true;
			const tooLarge = size > mostBytes;
			onEnd({ status: statusCode, fields, body: Buffer.concat(chunks), tooLarge });
			chunks = [];
			ends.emit('finish');
			ends.emit('close');
			return response;
		},
	};
	for (const name of SUBSCRIPTIONS) {
		const original = response[name].bind(response) as (...all: unknown[]) => unknown;
		// The real response ends when its caller has the answer: no reason to stop a stream to this one.
		methods[name] = (event: unknown, listener: (...all: unknown[]) => void) => {
			if (!ENDS.has(event)) original(event, listener);
			else ends[name](event as string, listener);
			return response;
		};
	}
	const getters: Readonly<Record<string, () => unknown>> = {
		headersSent: () => false,
		writableEnded: () => ended,
	};

	const shadows: Record<string, PropertyDescriptor> = {
		statusCode: {
			get: () => statusCode,
			set: (status: number) => {
				if (!ended) statusCode = status;
			},
		},
	};
	for (const [name, value] of Object.entries(methods)) shadows[name] = { value, writable: true };
	for (const [name, get] of Object.entries(getters)) shadows[name] = { get };

	// Others may have shadowed some of them before, as Express's compression does.
	const before = Object.keys(shadows).map(
		(name) => [name, Object.getOwnPropertyDescriptor(response, name)] as const,
	);
	const install = (): void => {
		for (const [name, shadow] of Object.entries(shadows)) {
			Object.defineProperty(response, name, { ...shadow, configurable: true, enumerable: true });
		}
	};
	const uninstall = (): void => {
		for (const [name, descriptor] of before) {
			if (descriptor === undefined) Reflect.deleteProperty(response, name);
			else Object.defineProperty(response, name, descriptor);
		}
	};
	install();
	return {
		really(work) {
			uninstall();
			try {
				return work();
			} finally {
				install();
			}
		},
	};
}
