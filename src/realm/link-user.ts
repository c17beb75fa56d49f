import type { LinkContent } from '../administration/link-content';
import type { User, Users } from '../store/users';

/**
 * What a link is for, with its user as that is called now: whoever else has the name that the user
 * had is not meant. `gone` where the user was deleted, and where it was not kept who that is.
 */
export async function withUser(
	content: LinkContent,
	users: Pick<Users, 'findById'>,
): Promise<LinkContent | 'gone'> {
	const find = async (userId: string | undefined): Promise<User | undefined> =>
		userId === undefined ? undefined : await users.findById(userId);
	if (content.kind === 'password') {
		const user = await find(content.userId);
		return user === undefined ? 'gone' : { ...content, username: user.name };
	}
	if (content.kind !== 'signingKey' || content.step.action !== 'create') return content;
	const { step } = content;
	const user = await find(step.userId);
	if (user === undefined) return 'gone';
	return { ...content, step: { ...step, terms: { ...step.terms, username: user.name } } };
}
