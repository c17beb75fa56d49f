import type { INodeProperties } from 'n8n-workflow';

import type { RateLimit } from '../realm/realm';

const PERIODS: Readonly<Record<string, number>> = {
	second: 1,
	minute: 60,
	hour: 3600,
	day: 86_400,
};

/** The fields of one rate limit within a collection. */
export const RATE_LIMIT_FIELDS: INodeProperties[] = [
	{
		displayName: 'Calls',
		name: 'calls',
		type: 'number',
		typeOptions: { minValue: 1 },
		noDataExpression: true,
		default: 60,
		description: 'Number of calls that are allowed in each period',
	},
	{
		displayName: 'Period',
		name: 'period',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Day', value: 'day' },
			{ name: 'Hour', value: 'hour' },
			{ name: 'Minute', value: 'minute' },
			{ name: 'Second', value: 'second' },
		],
		default: 'minute',
		description: 'Time over which calls are counted',
	},
	{
		displayName: 'Burst',
		name: 'burst',
		type: 'number',
		typeOptions: { minValue: 0 },
		noDataExpression: true,
		default: 0,
		description: 'Max number of calls at once; as many as Calls when 0',
	},
];

/** A field for one rate limit that is kept with a key or a user. */
export function rateLimitField(description: string): INodeProperties {
	return {
		displayName: 'Rate Limit',
		name: 'rateLimit',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Rate Limit',
		description,
		options: [{ displayName: 'Limit', name: 'limit', values: RATE_LIMIT_FIELDS }],
	};
}

/**
 * Reads one rate limit as n8n stores it. Only its shape is judged here; what is not a number
 * becomes one that no limit has.
 */
export function readRateLimit(value: unknown): RateLimit {
	const fields = typeof value === 'object' && value !== null ? value : { calls: 0 };
	const { calls = 60, period = 'minute', burst = 0 } = fields as Record<string, unknown>;
	const seconds = typeof period === 'string' ? PERIODS[period] : undefined;
	const perPeriod = typeof calls === 'number' ? calls : 0;
	return {
		calls: perPeriod,
		seconds: seconds ?? 0,
		burst: burst === 0 ? perPeriod : typeof burst === 'number' ? burst : 0,
	};
}

/** Reads a field that holds at most one rate limit; `undefined` where it holds none. */
export function readOptionalRateLimit(value: unknown): RateLimit | undefined {
	if (typeof value !== 'object' || value === null) return readRateLimit(value);
	return 'limit' in value ? readRateLimit(value.limit) : undefined;
}
