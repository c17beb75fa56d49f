import { existsSync } from 'node:fs';
import { startGenerator } from '../http/generator.mts';
import { CALIBRATION } from '../measure/calibration.mts';
import { interleave, type Pace, ratio } from '../measure/interleave.mts';
import {
	CONNECTIONS,
	type MeasuredServer,
	requesting,
	type RequestKind,
} from '../oauth/measured-server.mts';
import { oidcProviderServer } from '../oauth/oidc-provider-server.mts';
import { ourServer, type Storage } from '../oauth/our-server.mts';
import { whyNoPostgres } from '../realm/place.mts';
import { atLeast, type Line, type Section, shown } from '../report/line.mts';
import type { Subject } from './subject.mts';

const STORAGES: Readonly<Record<Storage, string>> = {
	disk: 'ours, SQLite',
	memory: 'ours, SQLite in memory',
	postgres: 'ours, PostgreSQL',
};
const THEIRS = {
	disk: 'oidc-provider, SQLite',
	memory: 'oidc-provider, memory',
} as const;
/** What of theirs each of ours is compared with. */
const RIVALS = { disk: 'disk', memory: 'memory', postgres: 'disk' } as const;
/** The token endpoint is to be so many times as fast. */
const TIMES = 2;

const REMARK = [
	`${CONNECTIONS} connections, kept alive, from another process. CPU is that of the server's process, with our writing`,
	'thread and without PostgreSQL. Ours writes an audit row too before it answers. Of oidc-provider, SQLite commits each',
	'row by itself, and memory is a `Map`. Each of ours is compared with the one of theirs that stores as it does,',
	'PostgreSQL with their SQLite.',
].join(' ');

/** The variant of theirs that one of ours is compared with. */
function rivalOf(what: string): string | undefined {
	const ours = (Object.keys(STORAGES) as Storage[]).find((each) => STORAGES[each] === what);
	return ours && THEIRS[RIVALS[ours]];
}

interface Compared {
	readonly title: string;
	readonly kind: RequestKind;
	readonly hasGoal: boolean;
}

async function compare(
	{ title, kind, hasGoal }: Compared,
	servers: ReadonlyMap<string, MeasuredServer>,
	pace: Pace,
): Promise<Section> {
	const generator = await startGenerator();
	try {
		const variants = [...servers].map(([name, server]) =>
			requesting(name, server, kind, generator),
		);
		const found = await interleave([CALIBRATION, ...variants], pace);
		const lines = [...found].map(([what, measured]): Line => {
			const rival = found.get(rivalOf(what) ?? '');
			const rate = rival && ratio(rival, measured, 'wall');
			return {
				what,
				cpu: shown(measured.cpu, ' us'),
				wall: shown(measured.wall, ' us'),
				ratio: rate && `${shown(rate, ' x')} the rate`,
				goal: rate && hasGoal ? atLeast(TIMES, ' x', rate) : undefined,
			};
		});
		return { title, lines, remarks: [REMARK] };
	} finally {
		await generator.close();
	}
}

async function* compareAll(
	all: readonly Compared[],
	pace: Pace,
	tell: (line: string) => void,
): AsyncGenerator<Section> {
	const servers = new Map<string, MeasuredServer>();
	try {
		const withPostgres = (await whyNoPostgres()) === undefined;
		const there: readonly Storage[] = [
			'disk',
			...(existsSync('/dev/shm') ? (['memory'] as const) : []),
			...(withPostgres ? (['postgres'] as const) : []),
		];
		for (const each of there) servers.set(STORAGES[each], await ourServer(each, CONNECTIONS));
		for (const each of ['disk', 'memory'] as const) {
			servers.set(THEIRS[each], await oidcProviderServer(each, CONNECTIONS));
		}
		for (const each of all) {
			tell(each.title);
			yield await compare(each, servers, pace);
		}
	} finally {
		for (const server of servers.values()) await server.close();
	}
}

/** Tokens by client credentials and by refresh tokens, beside oidc-provider. */
export const tokenEndpoint: Subject = {
	name: 'token-endpoint',
	measure: (pace, tell) =>
		compareAll(
			[
				{ title: 'A token by client credentials', kind: 'clientCredentials', hasGoal: true },
				{ title: 'A token by a refresh token', kind: 'refresh', hasGoal: true },
			],
			pace,
			tell,
		),
};

/** A token that is looked at, beside oidc-provider. */
export const introspection: Subject = {
	name: 'introspection',
	measure: (pace, tell) =>
		compareAll(
			[
				{ title: 'Introspection of a token', kind: 'introspection', hasGoal: false },
				{ title: 'Introspection of an unknown text', kind: 'unknownToken', hasGoal: false },
			],
			pace,
			tell,
		),
};
