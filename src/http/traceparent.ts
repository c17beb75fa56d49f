/** Version, trace id, parent id and flags; a later version may have more behind them. */
const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/;

/**
 * The trace id of a `traceparent` field (W3C Trace Context section 3.2); `undefined` where the field
 * is not valid, which is to be treated as if there were none.
 */
export function traceIdOf(traceparent: unknown): string | undefined {
	if (typeof traceparent !== 'string') return undefined;
	const [, version, traceId = '', parentId = '', more] = TRACEPARENT.exec(traceparent) ?? [];
	if (version === undefined || version === 'ff') return undefined;
	if (version === '00' && more !== undefined) return undefined;
	return /^0+$/.test(traceId) || /^0+$/.test(parentId) ? undefined : traceId;
}
