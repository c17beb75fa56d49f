import assert from 'node:assert/strict';
import type { Check } from '../report.mts';
import type { World } from '../world.mts';

interface Heads {
	readonly chains: readonly { readonly writer: string; readonly seq: number }[];
}

/** What the realm had in memory is in its database once n8n was stopped as an operator stops it. */
export function stopping({ n8n, queryRealm }: World): readonly Check[] {
	return [
		{
			sentence: 'after n8n was stopped, heads name every chain of the audit up to its last entry',
			find: async () => {
				await n8n.stop();
				const chains = await queryRealm('select writer_id, seq from audit_chain');
				const heads = await queryRealm('select text from audit_heads');
				const named = heads.flatMap(({ text }) => (JSON.parse(String(text)) as Heads).chains);
				for (const { writer_id: writer, seq } of chains) {
					const ends = named.filter((head) => head.writer === writer).map((head) => head.seq);
					assert.equal(Math.max(...ends), Number(seq));
				}
				assert.ok(chains.length > 0);
				const ends = chains.map(({ seq }) => String(seq)).join(' and ');
				return `${chains.length} chains of ${ends} entries, ${heads.length} heads`;
			},
		},
		{
			sentence: 'and the last use of the key is saved',
			find: async () => {
				const [call] = await queryRealm(
					"select max(time) as at from audit_entry where decision = 'accepted' and credential_id is not null",
				);
				const [use] = await queryRealm('select max(last_used_at) as at from credential');
				const [called, used] = [Number(call?.['at']), Number(use?.['at'])];
				assert.ok(called > 0 && used >= called, `called at ${called}, last use saved ${used}`);
				return new Date(used).toISOString();
			},
		},
	];
}
