import type { AllowedDomains } from '../http/destination';
import type { VendorAnswer, VendorPorts, VendorRequest } from './exchange';
import type { VendorFailure } from './failure';

/** The fields of a credential, as they were typed. */
export type VendorFields = Readonly<Record<string, unknown>>;

/** What a system gave for a log-in. */
export interface VendorSession {
	readonly token: string;
	/** Milliseconds since 1970, as the two that follow. */
	readonly issuedAt: number;
	readonly expiresAt: number;
	/** From when on a new one is got before it is needed. */
	readonly renewAt: number;
	/** With which it is renewed, where the system has such. */
	readonly refreshToken?: string | undefined;
	/** Addresses that the system told, by name. */
	readonly addresses?: Readonly<Record<string, string>> | undefined;
}

/** A request that is about to be sent to a system. */
export interface OutgoingCall {
	readonly method: string;
	readonly url: URL;
	readonly headers: Readonly<Record<string, string>>;
	/** As it will be sent, where that is known. */
	readonly body: Uint8Array | undefined;
}

/** What a system wants changed in a request, so that it takes it. */
export interface Credentials {
	readonly method?: string;
	/** Where it really goes. */
	readonly url?: URL;
	readonly headers: Readonly<Record<string, string>>;
}

/** A system that can be called, with whatever its settings are, whoever logs in to it. */
export interface CalledSystem<Settings extends object> {
	/** Its name, for sentences. */
	readonly title: string;
	/** The settings that the fields of a credential mean, or the first mistake in them. */
	read(fields: VendorFields): Settings | VendorFailure;
	/** Hosts that may get a request with its credentials. */
	readonly hosts: (settings: Settings, session: VendorSession | undefined) => AllowedDomains;
	/** The values that nothing may show, by what they are. */
	readonly secrets: (settings: Settings) => Readonly<Record<string, string>>;
	/** Whether an answer to what was sent with these fields is signed as it has to be (IB-28). */
	readonly isAuthentic?: (
		settings: Settings,
		sent: Readonly<Record<string, string>>,
		answer: { readonly headers: VendorAnswer['headers']; readonly body: Uint8Array },
	) => boolean;
	/** What the system says went wrong, in an answer of any status; `undefined` where nothing did. */
	complaint(answer: VendorAnswer): string | undefined;
}

/** A system to which we log in ourselves. */
export interface Vendor<Settings extends object> extends CalledSystem<Settings> {
	/**
	 * Logs in, or renews what there was; absent where no log-in is needed.
	 *
	 * @param earlier the session before, which may have ended
	 */
	readonly logIn?: (
		settings: Settings,
		earlier: VendorSession | undefined,
		ports: VendorPorts,
	) => Promise<VendorSession | VendorFailure>;
	/** What a request needs so that the system takes it. */
	credentials(
		settings: Settings,
		session: VendorSession | undefined,
		call: OutgoingCall,
		now: number,
	): Credentials | VendorFailure;
	/** A request that changes nothing, by which a credential is tried out. */
	trial(settings: Settings, session: VendorSession | undefined): VendorRequest | undefined;
}
