import type { Clock } from '../store/clock';

export const systemClock: Clock = { now: () => Date.now() };
