import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { shownWhen } from './conditions.mts';
import { entry, prose, sentence } from './prose.mts';

const KINDS: Readonly<Record<string, string>> = {
	boolean: 'on or off',
	collection: 'options to add',
	dateTime: 'date and time',
	fixedCollection: 'group',
	json: 'JSON',
	multiOptions: 'any of',
	number: 'number',
	options: 'one of',
	string: 'text',
};

function kindOf({ type, typeOptions = {} }: INodeProperties): string {
	const { password, minValue, maxValue, multipleValues, loadOptionsMethod } = typeOptions;
	const range = [
		...(minValue === undefined ? [] : [`from ${String(minValue)}`]),
		...(maxValue === undefined ? [] : [`to ${String(maxValue)}`]),
	];
	const kind =
		loadOptionsMethod === undefined ? (KINDS[type] ?? type) : `${KINDS[type] ?? type} a list`;
	return [
		...(multipleValues ? [`list of ${kind === 'group' ? 'groups' : `${kind}s`}`] : [kind]),
		...(range.length === 0 ? [] : [range.join(' ')]),
		...(password ? ['kept secret'] : []),
	].join(', ');
}

const isOption = (option: object): option is INodePropertyOptions => 'value' in option;

/** An expression stands as it is, anything else as JSON. */
const defaultOf = ({ default: value }: INodeProperties): string =>
	typeof value === 'string' && value.startsWith('=') ? value : JSON.stringify(value);

const choicesOf = ({ options = [] }: INodeProperties): readonly INodePropertyOptions[] =>
	options.filter(isOption);

const isExplained = (field: INodeProperties): boolean =>
	choicesOf(field).some(({ description }) => description !== undefined && description !== '');

const choice = ({ name, value }: INodePropertyOptions): string =>
	`\`${JSON.stringify(value)}\`${name === value ? '' : ` *${name}*`}`;

/** What one may choose, where it says more than its name, each on its own. */
function choices(field: INodeProperties, depth: number): readonly string[] {
	if (!isExplained(field)) return [];
	return choicesOf(field).map((option) => {
		const { description = '' } = option;
		const said = description === '' ? '' : `: ${sentence(prose(description))}`;
		return entry(depth, `${choice(option)}${said}`);
	});
}

/** What one may choose, where the names say all. */
function namesOfChoices(field: INodeProperties): string {
	const named = choicesOf(field);
	return named.length === 0 || isExplained(field) ? '' : `${named.map(choice).join(', ')}.`;
}

function inside({ type, options = [] }: INodeProperties): readonly INodeProperties[] {
	if (type === 'collection') return options as INodeProperties[];
	if (type !== 'fixedCollection') return [];
	return (options as INodePropertyCollection[]).flatMap(({ values }) => values);
}

/** The groups of a fixed collection go by a name that stands in the stored parameters. */
const groupsOf = ({ type, options = [] }: INodeProperties): string =>
	type === 'fixedCollection'
		? ` of ${(options as INodePropertyCollection[]).map(({ name }) => `\`${name}\``).join(', ')}`
		: '';

interface Place {
	readonly all: readonly INodeProperties[];
	readonly left?: readonly string[];
	readonly depth?: number;
	readonly before?: string;
}

/** An entry for a field, with entries for its choices and for the fields in it; empty where it is hidden. */
export function fieldEntries(field: INodeProperties, place: Place): readonly string[] {
	const { all, left = [], depth = 0, before = '' } = place;
	if (field.type === 'hidden') return [];
	const when = shownWhen(field, all, left);
	if (field.type === 'notice') {
		return [
			entry(depth, `${before}${when === '' ? '' : `${when} `}Notice: ${prose(field.displayName)}`),
		];
	}
	const { displayName, name, required, description, hint, placeholder } = field;
	const fixed = field.type === 'collection' || field.type === 'fixedCollection';
	const facts = [
		`${kindOf(field)}${groupsOf(field)}`,
		...(required ? ['required'] : []),
		...(fixed ? [] : [`default \`${defaultOf(field)}\``]),
	];
	const text = [
		`${before}**${displayName}** \`${name}\` (${facts.join(', ')}).`,
		when,
		description ? sentence(prose(description)) : '',
		hint ? sentence(prose(hint)) : '',
		namesOfChoices(field),
		placeholder && !fixed ? `For example \`${placeholder.replace(/^e\.g\. /, '')}\`.` : '',
	];
	const within = inside(field);
	return [
		entry(depth, text.filter((part) => part !== '').join(' ')),
		...choices(field, depth + 1),
		...within.flatMap((one) =>
			fieldEntries(one, { all: [...within, ...all], left, depth: depth + 1 }),
		),
	];
}
