import type { Operation } from '../../../src/n8n/run-operations';

export const getPublicKey: Operation = async ({ name, administer }) => ({
	kind: 'done',
	value: { realm: name, publicKey: administer.signingKeys.publicKey() },
});
