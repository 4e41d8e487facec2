import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

const parts = ['values', 'states', 'charts', 'tables', 'forms', 'ranges', 'shell', 'danger-2', 'danger-3'];

for (const scheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    test(`components, ${scheme}, ${width} pixels`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
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
        await expect.soft(page).toHaveScreenshot(`${part}-${scheme}-${width}.png`, { fullPage: true });
      }
    });
  }
}
