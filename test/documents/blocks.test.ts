import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { KNOWN } from '../../src/command/run-command';
import { blocksOf, snippetsOf } from './blocks';
import { commandFlaws } from './commands';
import { flawsOf, wordFlaws } from './kinds';
import type { Page } from './links';
import { simpleCommands } from './shell';

const root = join(__dirname, '../..');
const pages: readonly Page[] = globSync('{*,docs/**/*,examples/**/*}.md', { cwd: root }).map(
	(path) => ({ path, text: readFileSync(join(root, path), 'utf8') }),
);
const blocks = pages
	.flatMap(blocksOf)
	.map((block) => ({ ...block, place: `${block.page.path}:${String(block.line)}` }));

test.each(blocks)('the block at $place is right ($language)', ({ place, ...block }) => {
	const flaws = flawsOf(block);
	if (flaws !== undefined || process.env['REQUIRE_SERVICES'] === '1') expect(flaws).toEqual([]);
	else console.log(`\n${place} was not checked: there is no ${block.language} here.`);
});

const COMMAND = /^(?:npm (?:run )?[a-z]|incoming-api (?!call )[a-z])/;

test.each(pages)('commands, variables and expressions within $path are right', (page) => {
	const snippets = snippetsOf(page);
	const commands = snippets
		.filter((text) => COMMAND.test(text))
		// A command that is only named has no operand.
		.filter((text) => !KNOWN.has(text.replace('incoming-api ', '')));
	expect(commands.flatMap(simpleCommands).flatMap(commandFlaws)).toEqual([]);
	// What is no reference is told on a page of its own, which has a test of its own.
	const judged = page.path.endsWith('reference-references.md') ? [] : snippets;
	expect(judged.flatMap((text) => wordFlaws(text, page.text))).toEqual([]);
});

describe('a block is found wrong', () => {
	const WRONG: readonly (readonly [language: string, text: string, flaw: string])[] = [
		['', '$ npm start', '"" is none of'],
		['brainfuck', '+', '"brainfuck" is none of'],
		['json', '{ "key": ... }', 'JSON'],
		['yaml', 'a: [1\nb: 2', 'Flow sequence'],
		['regex', 'a(', 'Unterminated group'],
		['nginx', 'server {\n\tlocation / {\n}', 'no "}" at the end'],
		['caddyfile', 'a }', 'a "}" that nothing opened'],
		['http', 'HTTP/1.1 401 Forbidden', '401 is Unauthorized, not Forbidden'],
		['http', 'HTTP/1.1 202 Accepted\nretry-after 1', '"retry-after 1" is no field'],
		['ebnf', 'a name = other name ;', 'other name has no rule'],
		['ebnf', 'a name = "x"', 'the last rule does not end'],
		['js', "const answer = await fetched('/');", "Cannot find name 'fetched'"],
		['ts', "import { openRealms } from 'n8n-nodes-incoming-api';", 'openRealms'],
		['ts', 'const a: number = "1";', 'not assignable'],
		['python', 'import (', 'SyntaxError'],
		['console', 'npm start', 'no command after a dollar sign'],
		['console', '$ echo "a', 'unexpected EOF'],
		['console', '$ npm run docks', 'there is no script "docks"'],
		['console', '$ npm start -- --smok', '"start" knows no --smok'],
		['console', '$ incoming-api docter', 'There is no command "docter".'],
		['console', '$ incoming-api doctor --sqlit a', "Unknown option '--sqlit'"],
		['console', '$ node <package folder>/dist/src/command/main.js audit', 'no command "audit"'],
		['console', '$ incoming-api doctor\nok   node The world is round.', 'no code says'],
		['console', '$ curl -Q https://n8n.example.com/webhook/whoami', "curl's -Q is not known here"],
		['console', '$ curl -H X-API-Key https://n8n.example.com/', '"X-API-Key" is no header field'],
		['console', '$ curl n8n.example.com', '"n8n.example.com" is no URL'],
		['console', '$ curl https://n8n.example.com/webhook/whoareyou', 'nothing answers at'],
		['console', '$ export N8N_PROXIES_HOPS=1', 'nothing reads N8N_PROXIES_HOPS'],
		['sh', 'incoming-api restored a', 'There is no command'],
		['text', 'A sentence that nothing says', 'no code says'],
		['http', 'Authorization: ${_datasource.B', '${_datasource.B is no reference'],
		['json', '["{{ $json. }}"]', '{{ $json. }}'],
		[
			'json',
			'{"type":"#forbidden","title":"Forbidden","status":403}',
			'forbidden is not Forbidden',
		],
	];
	test.each(WRONG)('%s: %j', (language, text, flaw) => {
		const page = { path: 'a.md', text: `\`\`\`${language}\n${text}\n\`\`\`\n` };
		const flaws = blocksOf(page).map(flawsOf);
		expect(flaws).toHaveLength(1);
		// There may be no Python here.
		if (flaws[0] !== undefined) expect(flaws[0].join('\n')).toContain(flaw);
	});
});
