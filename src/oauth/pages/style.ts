/**
 * The style of all pages. Contrasts are those of WCAG 2.2 AA in light and dark, targets are 44 px high,
 * and nothing is told by colour alone, so that it survives forced colours.
 */
export const STYLE = [
	':root{color-scheme:light dark;--paper:#f4f5f7;--card:#fff;--ink:#1b1f24;--quiet:#545d68;--line:#747d88;' +
		'--act:#0b57d0;--on-act:#fff;--wrong:#b3261e;--focus:#0b57d0}',
	'@media(prefers-color-scheme:dark){:root{--paper:#111417;--card:#1b1f24;--ink:#eceff3;--quiet:#b0b8c2;' +
		'--line:#8b949e;--act:#a8c7fa;--on-act:#062e6f;--wrong:#ffb4ab;--focus:#a8c7fa}}',
	'*{box-sizing:border-box}',
	'body{margin:0;padding:1rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif;' +
		'overflow-wrap:anywhere}',
	'main{max-width:27rem;margin:0 auto;padding:1.5rem;background:var(--card);border:1px solid var(--line);' +
		'border-radius:.5rem}',
	'@media(min-width:30rem){main{margin:3rem auto;padding:2rem}}',
	'h1{margin:0 0 1rem;font-size:1.5rem;line-height:1.25}',
	'h2{margin:1.25rem 0 .25rem;font-size:1rem}',
	'p{margin:.5rem 0}ul{margin:.25rem 0;padding-left:1.5rem}a{color:inherit}',
	'.quiet{color:var(--quiet);font-size:.875rem}',
	'.mistake{margin:1rem 0;padding:.5rem 1rem;border:2px solid var(--wrong);border-left-width:.5rem;border-radius:.25rem}',
	'.mistake h2{margin:.25rem 0;color:var(--wrong)}',
	'label{display:block;margin:1rem 0 .25rem;font-weight:600}',
	'input{display:block;width:100%;min-height:2.75rem;padding:.5rem .75rem;border:1px solid var(--line);' +
		'border-radius:.25rem;background:var(--card);color:var(--ink);font:inherit}',
	'.tick{display:flex;align-items:center;gap:.75rem;min-height:2.75rem;font-weight:400}',
	'.tick input{flex:none;width:1.5rem;min-height:1.5rem;height:1.5rem;margin:0}',
	'input[aria-invalid]{border:2px solid var(--wrong)}',
	'dl{margin:1rem 0}dt{margin-top:1rem;font-weight:600}dd{margin:.25rem 0 0}',
	'code{display:block;padding:.5rem .75rem;border:1px solid var(--line);border-radius:.25rem;background:var(--paper);' +
		'font:1rem/1.5 ui-monospace,monospace;user-select:all}',
	'.choice{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.5rem}',
	'button{flex:1 1 9rem;min-height:2.75rem;padding:.5rem 1rem;border:1px solid var(--act);border-radius:.25rem;' +
		'background:var(--card);color:var(--act);font:inherit;font-weight:600;cursor:pointer}',
	'button.first{background:var(--act);color:var(--on-act)}',
	':focus-visible{outline:3px solid var(--focus);outline-offset:2px}',
].join('');
