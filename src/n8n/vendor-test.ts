import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { systemClock } from '../realm/system-clock';
import type { Exchange } from '../vendors/exchange';
import { isFailure, type VendorFailure } from '../vendors/failure';
import { inbenta } from '../vendors/inbenta';
import { interActionPlus } from '../vendors/interaction-plus';
import { interact } from '../vendors/interact';
import { phixFlow } from '../vendors/phixflow';
import type { Vendor, VendorSession } from '../vendors/vendor';
import { verint } from '../vendors/verint';
import { exchangeOfTest } from './vendor-exchange';

/** Makes the call that changes nothing, and says what came of it. */
async function tryOut<S extends object>(
	vendor: Vendor<S>,
	settings: S,
	session: VendorSession | undefined,
	exchange: Exchange,
): Promise<string> {
	const { title } = vendor;
	const trial = vendor.trial(settings, session);
	if (trial === undefined) return `Logged in to ${title}.`;
	const call = { ...trial, url: new URL(trial.url), body: undefined };
	const credentials = vendor.credentials(settings, session, call, systemClock.now());
	if (isFailure(credentials)) throw new Error(credentials.sentence);
	const headers = { ...trial.headers, ...credentials.headers };
	const answer = await exchange({ ...trial, headers });
	const { origin } = call.url;
	if (!('status' in answer))
		throw new Error(`${title} at ${origin} cannot be reached: ${answer.why}.`);
	const said = vendor.complaint(answer);
	// Without a log-in only the address is tried, and there need be nothing at it.
	const isNothing = vendor.logIn === undefined && answer.status === 404;
	if ((answer.status >= 400 && !isNothing) || said !== undefined) {
		const words = said === undefined ? '' : `, saying "${said}"`;
		throw new Error(
			`${title} at ${origin} answered ${String(answer.status)}${words}. Check the credential and the rights of its user.`,
		);
	}
	return vendor.logIn === undefined
		? `${title} answers at ${origin}; only a call of your own shows whether the key is right.`
		: `Logged in to ${title}, which answers at ${origin}.`;
}

/** Tests a credential by a log-in and a call that changes nothing; the mistake in one sentence. */
function testVendor<S extends object>(vendor: Vendor<S>) {
	return async function (
		this: ICredentialTestFunctions,
		{ data = {} }: ICredentialsDecrypted,
	): Promise<INodeCredentialTestResult> {
		const exchange = exchangeOfTest(this);
		const wrong = ({ sentence }: VendorFailure): INodeCredentialTestResult => ({
			status: 'Error',
			message: sentence,
		});
		const settings = vendor.read(data);
		if (isFailure(settings)) return wrong(settings);
		const session = await vendor.logIn?.(settings, undefined, { exchange, now: systemClock.now });
		if (session !== undefined && isFailure(session)) return wrong(session);
		try {
			return { status: 'OK', message: await tryOut(vendor, settings, session, exchange) };
		} catch (error) {
			return { status: 'Error', message: error instanceof Error ? error.message : String(error) };
		}
	};
}

/** The tests of all systems' credentials. */
export const vendorTests = {
	inbenta: testVendor(inbenta),
	interActionPlus: testVendor(interActionPlus),
	interact: testVendor(interact),
	phixFlow: testVendor(phixFlow),
	verint: testVendor(verint),
};
