import { consolePages, portalPages } from './paths';
import { collectData, cutTexts, untranslated } from './texts';
import { expect, test, world } from './world';

const pages = {
  console: ['super_admin', consolePages],
  portal: ['owner', portalPages],
} as const;

/** `pseudo` is English with marks, 40 % longer: what has no marks is not translated. */
const tries = [
  ['pseudo', 'console'],
  ['pseudo', 'portal'],
  // They find what those above find, and take minutes.
  ...(process.env.ELCHI_ALL_PAGES === undefined
    ? []
    : ([
        ['uz', 'console'],
        ['uz', 'portal'],
        ['ru', 'console'],
        ['ru', 'portal'],
        ['en', 'console'],
        ['en', 'portal'],
      ] as const)),
] as const;

for (const [language, application] of tries) {
  const [role, paths] = pages[application];
  test(`${application}, ${language}: no text is cut${language === 'pseudo' ? ', and each is translated' : ''}`, async ({
    page,
  }) => {
    test.setTimeout(300_000);
    await page.addInitScript((chosen) => localStorage.setItem('elchi.language', chosen), language);
    const data = collectData(page);
    // The fields by their place: the words are those of the language.
    await page.goto(`/${application}/`);
    await page.locator('input[type="email"]').fill(`${role}@demo.example`);
    await page.locator('input[type="password"]').fill(world.password);
    const wrong: string[] = [];
    const look = async (path: string) => {
      for (const width of [1440, 360]) {
        await page.setViewportSize({ width, height: 900 });
        await page.evaluate(
          () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
        );
        wrong.push(...(await cutTexts(page)).map((it) => `${path} at ${width}: cut: ${it}`));
      }
      if (language === 'pseudo') {
        wrong.push(...(await untranslated(page, data)).map((it) => `${path}: not translated: ${it}`));
      }
    };
    await look('sign-in');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator('button[type="submit"]').click();
    await expect(page.getByRole('navigation')).toBeVisible();
    for (const path of paths) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(`/${application}${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      await look(path);
    }
    expect([...new Set(wrong)]).toEqual([]);
  });
}
