import {
	fromFunction,
	fromParameter,
	type IWebhookDescription,
	webhookDescriptionFields,
} from 'n8n-workflow';

/**
 * What the addresses go by. Each function stands alone, without a name from outside: n8n runs its
 * source in the editor.
 */
interface Parameters {
	readonly httpMethod?: string | readonly string[];
	readonly path?: string;
	readonly aliases?: readonly string[];
	readonly responseMode?: string;
	readonly pollAnswer?: string;
	readonly options?: { readonly timeoutSeconds?: number };
}

const answering = {
	responseMode: fromFunction((parameters: Parameters) =>
		parameters.responseMode === 'poll'
			? (parameters.pollAnswer ?? 'lastNode')
			: (parameters.responseMode ?? 'onReceived'),
	),
	responseCode: fromFunction((parameters: Parameters) => {
		const mode =
			parameters.responseMode === 'poll'
				? (parameters.pollAnswer ?? 'lastNode')
				: parameters.responseMode;
		return mode === 'lastNode' ? 200 : mode === 'responseNode' ? 500 : 202;
	}),
	responseData: fromFunction((parameters: Parameters) => {
		const mode =
			parameters.responseMode === 'poll'
				? (parameters.pollAnswer ?? 'lastNode')
				: parameters.responseMode;
		return mode === 'lastNode' ? 'allEntries' : undefined;
	}),
};

const main: IWebhookDescription = {
	name: 'default',
	isFullPath: true,
	...webhookDescriptionFields({
		httpMethod: fromFunction((parameters: Parameters) =>
			[parameters.httpMethod ?? 'POST'].flat().join(','),
		),
		path: fromParameter('path'),
		...answering,
	}),
};

/** n8n registers nothing where there is no method: so an address that has no use is left out. */
const aliases: readonly IWebhookDescription[] = [
	{
		httpMethod: fromFunction((parameters: Parameters) =>
			(parameters.aliases?.[0] ?? '').trim() === ''
				? ''
				: [parameters.httpMethod ?? 'POST'].flat().join(','),
		),
		path: fromFunction((parameters: Parameters) => parameters.aliases?.[0] ?? ''),
		hidden: '={{ !($parameter.aliases || [])[0] }}',
	},
	{
		httpMethod: fromFunction((parameters: Parameters) =>
			(parameters.aliases?.[1] ?? '').trim() === ''
				? ''
				: [parameters.httpMethod ?? 'POST'].flat().join(','),
		),
		path: fromFunction((parameters: Parameters) => parameters.aliases?.[1] ?? ''),
		hidden: '={{ !($parameter.aliases || [])[1] }}',
	},
	{
		httpMethod: fromFunction((parameters: Parameters) =>
			(parameters.aliases?.[2] ?? '').trim() === ''
				? ''
				: [parameters.httpMethod ?? 'POST'].flat().join(','),
		),
		path: fromFunction((parameters: Parameters) => parameters.aliases?.[2] ?? ''),
		hidden: '={{ !($parameter.aliases || [])[2] }}',
	},
].map(({ httpMethod, path, hidden }) => ({
	name: 'setup',
	isFullPath: true,
	ndvHideUrl: hidden,
	...webhookDescriptionFields({ httpMethod, path, ...answering }),
}));

/** Where callers ask for answers that they did not wait for. */
const status: IWebhookDescription = {
	name: 'setup',
	isFullPath: true,
	ndvHideUrl: true,
	...webhookDescriptionFields({
		httpMethod: fromFunction(({ responseMode, options }: Parameters) =>
			responseMode === 'poll' ||
			((responseMode === 'lastNode' || responseMode === 'responseNode') &&
				options?.timeoutSeconds !== 0)
				? 'GET'
				: '',
		),
		path: fromFunction(({ path }: Parameters) => {
			const whole = (path ?? '').trim();
			const from = whole.startsWith('/') ? 1 : 0;
			return whole.slice(from, whole.endsWith('/') ? -1 : undefined) + '/status';
		}),
		responseMode: fromFunction(() => 'onReceived'),
		responseData: fromFunction(() => undefined),
	}),
};

export const triggerWebhooks: IWebhookDescription[] = [main, ...aliases, status];
