import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const SCHEMES = ['light', 'dark'] as const;
const WIDTHS = [360, 1280] as const;
const HEIGHT = 760;

/**
 * Looks at the page in light and dark, on a phone and a screen: axe finds nothing, nothing that it
 * could not decide, and nobody has to scroll sideways. Gives how many of its rules hold.
 */
export async function auditPage(page: Page): Promise<number> {
	let rules = Infinity;
	// The page's own policy keeps scripts out; what the browser's driver brings is not the page's.
	await page.evaluate(axe.source);
	for (const colorScheme of SCHEMES) {
		for (const width of WIDTHS) {
			await page.emulateMedia({ colorScheme });
			await page.setViewportSize({ width, height: HEIGHT });
			const found = await page.evaluate<
				Pick<axe.AxeResults, 'violations' | 'incomplete' | 'passes'>
			>(
				'axe.run().then(({ violations, incomplete, passes }) => ({ violations, incomplete, passes }))',
			);
			const wrong = [...found.violations, ...found.incomplete].map(
				({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
			);
			const where = `${await page.title()}, ${colorScheme}, ${String(width)} px`;
			assert.deepEqual(wrong, [], where);
			const tooWide = await page.evaluate<number>(
				'document.documentElement.scrollWidth - document.documentElement.clientWidth',
			);
			assert.equal(tooWide, 0, where);
			rules = Math.min(rules, found.passes.length);
		}
	}
	return rules;
}
