import type { LinkContent, RevealedValues } from '../administration/link-content';
import type { StoredLink } from '../store/links';

/** A one-time link that was found by its token, with what it is for. */
export interface OpenedLink {
	readonly stored: StoredLink;
	readonly content: LinkContent;
}

/** Why a token opens nothing, and of which link it is: for the audit alone. */
export interface ClosedLink {
	readonly closed: 'unknown' | 'used' | 'expired' | 'userGone';
	readonly linkId?: string | undefined;
}

/** One-time links. Nothing but `reveal` and `enter` uses one up. */
export interface LinkPorts {
	/** Seconds to wait before another token of this address is looked at. */
	retryAfter(address: string | undefined): number | undefined;
	noteUnknown(address: string | undefined): void;
	/** Constant time; an unknown token costs what a known one costs. */
	open(token: string): Promise<OpenedLink | ClosedLink>;
	/** What the link reveals, at most once, under any race. */
	reveal(link: OpenedLink, address: string | undefined): Promise<RevealedValues | 'used'>;
	/**
	 * Takes in what was typed. `unusable` for a value that could not be one, and `refused` where it
	 * cannot be kept now: neither uses the link up.
	 */
	enter(
		link: OpenedLink,
		value: string,
		address: string | undefined,
	): Promise<'entered' | 'unusable' | 'refused' | 'used'>;
}
