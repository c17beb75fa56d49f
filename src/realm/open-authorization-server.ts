import type { LinkMaker } from '../administration/links';
import type { Outcome } from '../administration/outcome';
import type { AuditEvent, Origin } from '../audit/event';
import { localBuckets } from '../limits/local-buckets';
import type { OAuthPorts } from '../oauth/ports';
import { DAY_MILLISECONDS } from '../store/clock';
import { tokenSigningKeysOf } from '../store/token-signing-keys';
import { type AuthorizationServer, authorizationServer } from './authorization-server';
import type { Administration } from './administration';
import type { CountedRefusals } from './counted-refusals';
import { keptIssuer } from './kept-issuer';
import { oauthLinks } from './oauth-links';
import { type OAuthDeps, oauthPorts } from './oauth-ports';
import { oneTimeLinks } from './one-time-links';
import type { Recorder } from './recorded-administration';
import { signedTokens, type SignedTokens } from './signed-tokens';
import { tokenKeys } from './token-keys';

/** How often what has ended is looked for. */
const PRUNING_MILLISECONDS = 60 * 60 * 1000;

export interface OpenedAuthorizationServer {
	/** The same server, where what is changed is recorded so. */
	recordedBy(recorder: Recorder): AuthorizationServer;
	/** What verifies access tokens that are JWTs. */
	readonly signed: SignedTokens;
	/** Makes one-time links. */
	readonly links: LinkMaker;
	/** A deletion that goes on ends with the store. */
	close(): void;
}

/** Puts the authorization server of a realm together. */
export function openAuthorizationServer(
	deps: Omit<OAuthDeps, 'tokenKeys' | 'signed'> & {
		/** Administration by the user of this name, or by the operator, from there. */
		readonly administerAt: (
			origin: Origin,
			username: string | undefined,
		) => Promise<Outcome<Administration>>;
		readonly throttled: CountedRefusals;
	},
	record: (event: AuditEvent) => Promise<void>,
): OpenedAuthorizationServer {
	const { parts, stored, digestsOf, attempts } = deps;
	const { clock, store, row } = parts;
	const keys = tokenKeys(parts, tokenSigningKeysOf(store, row.id));
	const issuer = keptIssuer(store, row.id, clock);
	const signed = signedTokens(keys, issuer);
	const ports = oauthPorts({ ...deps, tokenKeys: keys, signed });
	const links = oneTimeLinks({ parts, links: stored.links, digestsOf, issuer: issuer.find });
	const portsAt = (origin: Origin): OAuthPorts => ({
		...ports,
		links: oauthLinks({
			...{ opening: links, links: stored.links, users: stored.users },
			...{ clock, realm: row.name, attempts },
			administerAs: (username) => deps.administerAt(origin, username),
		}),
	});
	const buckets = localBuckets(clock);

	let closed = false;
	let isPruning = false;
	let prunedAt = clock.now();
	const prune = async (): Promise<void> => {
		const now = clock.now();
		// A day later: until then a second use is told from a text that never was.
		const dayAgo = now - DAY_MILLISECONDS;
		const kinds = [
			() => ports.grants.prune(dayAgo),
			() => stored.tokens.prune(dayAgo),
			() => ports.keyGrants.prune(dayAgo),
			() => stored.links.prune(now, dayAgo),
			() => keys.prune(),
			() => ports.usedOnce.prune(now),
		];
		for (const pruneKind of kinds) {
			if (closed) return;
			// One after the other leaves connections to calls. What could not be deleted now is deleted
			// another time, and keeps none of the others.
			await pruneKind().catch(() => undefined);
		}
	};
	const pruneHourly = (): void => {
		if (isPruning || clock.now() - prunedAt < PRUNING_MILLISECONDS) return;
		prunedAt = clock.now();
		isPruning = true;
		void prune().finally(() => (isPruning = false));
	};

	return {
		signed,
		links,
		recordedBy: (recorder) =>
			authorizationServer({
				portsAt,
				clock,
				tenant: row.id,
				buckets,
				record,
				throttled: deps.throttled,
				prune: pruneHourly,
				async keepIssuer(next) {
					if ((await issuer.find()) === next) return;
					await issuer.keep(next);
					const operation = 'authorizationServer.keepIssuer';
					await recorder({ operation, target: next, decision: 'done' });
				},
			}),
		close() {
			closed = true;
			keys.close();
			issuer.close();
		},
	};
}
