/**
 * Every text of the pages, in one place: another language is another object of this shape. Names in
 * braces are filled in. What counts something has a text for each plural form of the language.
 */
export const TEXTS = {
	/** BCP 47. */
	language: 'en',
	/** What the title begins with where something went wrong, since titles are read out first. */
	mistakeTitle: 'Error: {title}',
	logIn: {
		title: 'Log in',
		lead: '{client} asks for access. Log in to go on.',
		username: 'User name',
		password: 'Password',
		submit: 'Log in',
		cancel: 'Cancel',
		mistake: 'You are not logged in',
		refused: 'User name or password is wrong.',
		locked: 'There were too many attempts.',
		busy: 'Too many people log in at this moment. Try again in a few seconds.',
		wait: { one: 'Try again in {count} minute.', other: 'Try again in {count} minutes.' },
	},
	consent: {
		title: 'Allow access',
		lead: '{client} wants to act for you. You are logged in as {user}.',
		scopes: 'What it asks for',
		noScopes: 'It asks for no particular scope.',
		applications: 'Where it may act',
		everywhere: 'In all applications that you may use.',
		target: 'Afterwards you are sent to {target}.',
		allow: 'Allow',
		deny: 'Deny',
	},
	error: {
		title: 'This does not work',
		request: 'The link that brought you here is not right. Go back and start again.',
		expired: 'This page was open for too long. Go back to where you came from and start again.',
		used: 'This form was sent already. Go back to where you came from and start again.',
		forged: 'This form was not made for this log-in. Go back and start again.',
		unavailable: 'This cannot be done at the moment. Try again in a few seconds.',
		reference: 'Reference for whoever runs this server: {requestId}',
	},
} as const;
