import { systemRandom } from '../crypto/random';
import { systemClock } from './system-clock';
import type { UnlockPorts } from './unlock-realm';

/** Time and randomness of this machine. */
export const systemPorts: UnlockPorts = { clock: systemClock, random: systemRandom };
