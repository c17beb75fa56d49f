import type { RandomSource } from '../crypto/random';
import type { Application, Applications } from '../store/applications';
import { canonicalName } from '../store/canonical-name';
import type { Clock } from '../store/clock';
import { DEFAULT_APPLICATION, REALM_APPLICATION } from '../store/privileges';
import { checkName, quoted } from './name';
import { type Outcome, done, refused } from './outcome';
import { unknownName } from './sentences';

export interface ApplicationDeps {
	readonly applications: Applications;
	readonly clock: Clock;
	readonly random: RandomSource;
}

/** An application with the groups that were made for it. */
export interface CreatedApplication extends Application {
	readonly groups: readonly string[];
}

export interface ApplicationAdministration {
	/** Creates the groups `<App>` and `<App>_Admin` too, either of which lets its users in (PF-15). */
	create(name: string): Promise<Outcome<CreatedApplication>>;
	getAll(limit?: number): Promise<readonly Application[]>;
	/** Deletes its groups and roles too. `Default` and `Realm` stay. */
	delete(name: string): Promise<Outcome<Application>>;
}

const BUILT_IN: ReadonlySet<string> = new Set(
	[DEFAULT_APPLICATION, REALM_APPLICATION].map(canonicalName),
);

export function applicationAdministration({
	applications,
	clock,
	random,
}: ApplicationDeps): ApplicationAdministration {
	return {
		getAll: (limit) => applications.list(limit),

		async create(given) {
			const name = checkName('name of the application', given);
			if (name.kind === 'refused') return name;
			const application = { id: random.uuid(), name: name.value, createdAt: clock.now() };
			const groups = [name.value, `${name.value}_Admin`];
			const accessGroups = groups.map((group) => ({ id: random.uuid(), name: group }));
			if ((await applications.add(application, accessGroups)) === 'added') {
				return done({ ...application, groups });
			}
			return refused(
				`An application ${quoted(name.value)}, or a group ${groups.map(quoted).join(' or ')}, exists already (case does not matter): choose another name.`,
			);
		},

		async delete(name) {
			const application = await applications.find(name);
			if (application === undefined) return unknownName('application', name);
			if (BUILT_IN.has(canonicalName(name))) {
				return refused(`The application ${quoted(application.name)} is built in: it stays.`);
			}
			return (await applications.delete(application.id)) === 'deleted'
				? done(application)
				: unknownName('application', name);
		},
	};
}
