import { anchorOf } from '../../../src/authentication/credential-sets';

test.each<[string[], string | undefined]>([
	[['authorization'], 'authorization'],
	[['rest-impersonate-user', 'rest-user-token'], 'rest-user-token'],
	[['x-inbenta-key', 'authorization'], 'authorization'],
	[['x-inbenta-key', 'authorization', 'x-inbenta-signature'], 'x-inbenta-signature'],
	[['x-hub-signature', 'x-hub-signature-256'], 'x-hub-signature-256'],
	[['rest-impersonate-user'], 'rest-impersonate-user'],
	[['authorization', 'x-api-key'], undefined],
	[['authorization', 'rest-user-token'], undefined],
	[['webhook-signature', 'svix-signature'], undefined],
	[['stripe-signature', 'rest-impersonate-user'], undefined],
	[['x-inbenta-key', 'rest-impersonate-user'], undefined],
])('NT-48: the fields %j make a credential of the kind of %j', (names, anchor) => {
	expect(anchorOf(names)).toBe(anchor);
});
