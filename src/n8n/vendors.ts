import { inbenta } from '../vendors/inbenta';
import { interActionPlus } from '../vendors/interaction-plus';
import { interact } from '../vendors/interact';
import { phixFlow } from '../vendors/phixflow';
import type { Vendor } from '../vendors/vendor';
import { verint } from '../vendors/verint';

/** The systems by the names of their credentials. */
const VENDORS = {
	inbentaApi: inbenta,
	interActionPlusApi: interActionPlus,
	interactApi: interact,
	phixFlowApi: phixFlow,
	verintCommunityApi: verint,
} as const;

/** A system, whatever its settings are: they come from itself alone. */
export type AnyVendor = Vendor<object>;

export function vendorOf(credential: string): AnyVendor | undefined {
	return Object.entries(VENDORS).find(([name]) => name === credential)?.[1] as
		AnyVendor | undefined;
}
