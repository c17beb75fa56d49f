import { inbenta } from './inbenta';
import { interActionPlus } from './interaction-plus';
import { interact } from './interact';
import { phixFlow } from './phixflow';
import type { Vendor } from './vendor';
import { verint } from './verint';

/** Name of a system that can be called. */
export type SystemName =
	'inbenta' | 'interActionPlus' | 'interact' | 'phixFlow' | 'verintCommunity';

/** A system, whatever its settings are: they come from itself alone. */
export type AnyVendor = Vendor<object>;

const SYSTEMS: ReadonlyMap<string, unknown> = new Map(
	Object.entries({
		inbenta,
		interActionPlus,
		interact,
		phixFlow,
		verintCommunity: verint,
	} satisfies Record<SystemName, unknown>),
);

/** `undefined` where there is no system of that name. */
export function systemOf(name: string): AnyVendor | undefined {
	return SYSTEMS.get(name) as AnyVendor | undefined;
}
