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
		tooMany: 'There were too many attempts. Try again in a minute.',
		unavailable: 'This cannot be done at the moment. Try again in a few seconds.',
		reference: 'Reference for whoever runs this server: {requestId}',
	},
	link: {
		reveal: {
			title: 'Something secret for you',
			lead: 'Whoever sent you this link shares something secret with you. It is shown this one time: have a safe place for it ready.',
			submit: 'Show it',
		},
		revealed: {
			title: 'Keep this safe',
			lead: 'Copy it to a safe place now. It is shown this one time, and the link does not work any more.',
			names: {
				key: 'Key',
				secret: 'Secret',
				clientId: 'Client ID',
				clientSecret: 'Client secret',
				authorityUrl: 'Authority URL',
				apiUrl: 'API URL',
				datasourceKey: 'Datasource key',
			},
		},
		entry: {
			secret: {
				title: 'Enter a secret',
				lead: 'Whoever sent you this link asks you for {name} of {datasource}.',
				field: 'Value',
				rule: 'At least 8 characters: printable ASCII, with no space around it.',
			},
			signingKey: {
				title: 'Enter a signing secret',
				lead: 'Whoever sent you this link asks you for the value by which {name} is signed.',
				field: 'Value',
				rule: 'Exactly as the sender shows it: at least 16 bytes, with no space around it.',
			},
			password: {
				title: 'Choose a password',
				lead: 'Choose a password of your own. Nobody else is to know it.',
				username: 'User name',
				field: 'New password',
				repeat: 'The same once more',
				rule: 'At least 8 characters. A few words that belong together for you alone are good.',
			},
			submit: 'Save',
			unseen: 'What you enter is stored, and shown to nobody. This link works once.',
			mistake: 'Nothing was saved',
			unusable: 'This cannot be used. See below what it has to be.',
			different: 'The two are not the same. Enter both again.',
			refused: 'This could not be saved. Try again, or ask whoever sent you the link.',
		},
		entered: {
			title: 'It is saved',
			lead: 'Thank you. You can close this page now: the link does not work any more.',
		},
		closed: {
			title: 'This link does not work',
			lead: 'It works once and for a limited time, and only if it is complete. Ask whoever sent it to you for another one.',
			warning: 'If you have not used it yourself, say so: somebody else may have.',
		},
	},
} as const;
