/** A moment, in milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

export interface Clock {
	now(): Instant;
}

/** ISO 8601 in UTC with milliseconds, as items show it. */
export function toIso(instant: Instant): string {
	return new Date(instant).toISOString();
}

export const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
