import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

const parts = ['values', 'states', 'charts', 'tables', 'forms', 'ranges', 'shell', 'danger-2', 'danger-3'];

/** The browser that drew the snapshots: another one draws letters in its own way. */
const drawnBy = join(import.meta.dirname, 'snapshots/browser.txt');

for (const scheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    test(`components, ${scheme}, ${width} pixels`, async ({ page, browser }, info) => {
      test.setTimeout(120_000);
      const major = browser.version().split('.')[0] as string;
      if (['all', 'changed'].includes(info.config.updateSnapshots)) {
        writeFileSync(drawnBy, `${major}\n`);
      }
      const compares = readFileSync(drawnBy, 'utf8').trim() === major;
      if (!compares) {
        console.log(`NOT COMPARED: this is Chromium ${major}, and another one drew the snapshots`);
      }
      await page.addInitScript((mode) => localStorage.setItem('mui-mode', mode), scheme);
      for (const part of parts) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(`/gallery/?part=${part}`);
        await page.evaluate(() => document.fonts.ready);
        // What loads shows itself after 150 ms.
        await page.waitForTimeout(300);
        const found = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
          .analyze();
        expect.soft(found.violations.map((it) => `${part} ${it.id}: ${it.nodes[0]?.html}`)).toEqual([]);
        expect
          .soft(await page.evaluate(() => document.documentElement.scrollWidth), part)
          .toBeLessThanOrEqual(width);
        if (compares) {
          await expect.soft(page).toHaveScreenshot(`${part}-${scheme}-${width}.png`, { fullPage: true });
        }
      }
    });
  }
}
