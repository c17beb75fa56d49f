/** Whose wire format a token was issued in. */
export const DIALECTS = ['oauth', 'verint', 'interact', 'interActionPlus', 'inbenta'] as const;

export type Dialect = (typeof DIALECTS)[number];
