import { consolePages, portalPages } from './paths';
import { expect, signIn, test, violations } from './world';

/** Both themes have the same parts: the console, which has many pages, is looked at in the dark one when it is asked for. */
function schemes(application: string): readonly ('light' | 'dark')[] {
  const both = application === 'portal' || process.env.ELCHI_ALL_PAGES !== undefined;
  return both ? ['light', 'dark'] : ['light'];
}

for (const [application, role, paths] of [
  ['console', 'super_admin', consolePages],
  ['portal', 'owner', portalPages],
] as const) {
  test(`${application}: every page can be used with assistive technology, and at 360 pixels`, async ({
    page,
  }) => {
    test.setTimeout(300_000);
    await signIn(page, application, role);
    for (const path of paths) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(`/${application}${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      for (const scheme of schemes(application)) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        expect((await violations(page)).map((it) => `${path}, ${scheme}: ${it}`)).toEqual([]);
      }
      await page.setViewportSize({ width: 360, height: 740 });
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth), {
          message: `${path} at 360 pixels`,
        })
        .toBeLessThanOrEqual(360);
    }
  });
}

test('each language has every text of these pages', async ({ page }) => {
  await signIn(page, 'console', 'super_admin');
  await page.goto('/console/messages');
  for (const [language, name, heading] of [
    ['ru', 'Русский', 'Сообщения'],
    ['uz-Latn', 'Oʻzbekcha', 'Xabarlar'],
  ] as const) {
    await page.getByRole('banner').getByRole('combobox').last().click();
    await page.getByRole('option', { name }).click();
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
  }
});
