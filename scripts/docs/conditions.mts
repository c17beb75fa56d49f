import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

type Conditions = NonNullable<INodeProperties['displayOptions']>['show'];

/** How n8n's own conditions read after *is*. */
const WORDS: Readonly<Record<string, string>> = {
	includes: 'something with',
	startsWith: 'something that begins with',
};

/** The name that a value has in the editor. */
function shownValue(field: INodeProperties | undefined, value: unknown): string {
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	if (typeof value === 'object' && value !== null && '_cnd' in value) {
		const [[kind, wanted]] = Object.entries(value._cnd as object) as [[string, unknown]];
		return `${WORDS[kind] ?? kind} \`${JSON.stringify(wanted)}\``;
	}
	const options = (field?.options ?? []) as readonly INodePropertyOptions[];
	const named = options.find((option) => option.value === value);
	return named ? `*${named.name}*` : `\`${JSON.stringify(value)}\``;
}

function inWords(
	conditions: Conditions,
	all: readonly INodeProperties[],
	left: readonly string[],
	not: string,
): readonly string[] {
	return Object.entries(conditions ?? {})
		.filter(([name]) => !left.includes(name))
		.map(([name, values = []]) => {
			const field = all.find((one) => one.name === name.replace(/^\//, ''));
			const shown = [
				...new Set((values as readonly unknown[]).map((value) => shownValue(field, value))),
			];
			const has = field?.type === 'multiOptions' ? 'has' : 'is';
			return `*${field?.displayName ?? name}* ${has}${not} ${shown.join(' or ')}`;
		});
}

/** When a field is shown, as words; empty when always. Conditions on the fields in `left` are not said. */
export function shownWhen(
	{ displayOptions }: INodeProperties,
	all: readonly INodeProperties[],
	left: readonly string[] = [],
): string {
	const words = [
		...inWords(displayOptions?.show, all, left, ''),
		...inWords(displayOptions?.hide, all, left, ' not'),
	];
	return words.length === 0 ? '' : `Where ${words.join(' and ')}.`;
}
