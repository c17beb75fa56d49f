import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { KeptLink, MadeLink, Outcome, Realm, RevealedValues } from '../realm/realm';
import { onlyWhen } from './fields';
import type { Parameters } from './parameters';

/** How long a one-time link works. */
export const LINK_HOURS_FIELD: INodeProperties = {
	displayName: 'Link Works for (Hours)',
	name: 'linkHours',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 744 },
	default: 24,
	description: 'How long the link works, unless it is used before; 31 days at most',
};

/** How somebody gets what is shown once. */
export const DELIVER_FIELDS: readonly INodeProperties[] = [
	{
		displayName: 'Deliver By',
		name: 'deliverBy',
		type: 'options',
		options: [
			{
				name: 'One-Time Link',
				value: 'link',
				description: 'A page of the Authorization Server Trigger shows it once; n8n never has it',
			},
			{
				name: 'Output',
				value: 'output',
				description: 'It is in the output, which n8n keeps with the execution',
			},
		],
		default: 'output',
		description: 'How whoever needs it gets what is shown once',
	},
	...onlyWhen({ deliverBy: ['link'] }, [LINK_HOURS_FIELD]),
];

/** Tells where n8n keeps what it shows, while it is shown in the output. */
export const outputNotice = (name: string, displayName: string): readonly INodeProperties[] =>
	onlyWhen({ deliverBy: ['output'] }, [{ displayName, name, type: 'notice', default: '' }]);

/** Something that is shown once, and how. */
export interface Delivery<T> {
	readonly issue: () => Promise<Outcome<T>>;
	/** The item with everything. */
	readonly show: (value: T) => IDataObject;
	/** The item without what is shown once. */
	readonly showRest: (value: T) => IDataObject;
	/** What is shown once, and of what it is. */
	readonly revealed: (value: T) => { readonly target: string; readonly values: RevealedValues };
}

export const linkLife = (parameters: Parameters) => ({
	lifeHours: parameters.wholeNumber('linkHours'),
});

export function showLink({ linkId, link, expiresAt }: MadeLink): IDataObject {
	return { link, linkExpiresAt: new Date(expiresAt).toISOString(), linkId };
}

/** A link that still works as an item: neither its token nor what it leads to. */
export function showKeptLink(link: KeptLink): IDataObject {
	return {
		linkId: link.linkId,
		kind: link.kind,
		target: link.target,
		createdBy: link.createdBy ?? null,
		createdAt: new Date(link.createdAt).toISOString(),
		linkExpiresAt: new Date(link.expiresAt).toISOString(),
	};
}

/** Issues something and delivers it as the fields say; issues nothing that could not be delivered. */
export async function delivered<T>(
	{ administer: { links } }: Realm,
	parameters: Parameters,
	{ issue, show, showRest, revealed }: Delivery<T>,
): Promise<Outcome<IDataObject>> {
	const by = parameters.text('deliverBy');
	if (by !== 'link' && by !== 'output' && by !== '') {
		throw new Error(`"${by}" delivers nothing: choose output or link as Deliver By.`);
	}
	if (by !== 'link') {
		const issued = await issue();
		return issued.kind === 'refused' ? issued : { kind: 'done', value: show(issued.value) };
	}
	const life = linkLife(parameters);
	const possible = await links.check(life);
	if (possible.kind === 'refused') return possible;
	const issued = await issue();
	if (issued.kind === 'refused') return issued;
	const { target, values } = revealed(issued.value);
	const rest = showRest(issued.value);
	if (Object.keys(values).length === 0) return { kind: 'done', value: rest };
	const made = await links.reveal({ ...life, target, values });
	return made.kind === 'refused'
		? made
		: { kind: 'done', value: { ...showLink(made.value), ...rest } };
}
