import { expect, send, signIn, test, violations } from './world';

test('the time of a list: presets, keys, and what is typed', async ({ page }) => {
  await send(page, '+998901112277');
  await signIn(page, 'console', 'noc');
  await page.goto('/console/messages');
  const time = page.getByRole('group', { name: 'Time' });
  await expect(time).toContainText('Asia/Tashkent');
  await time.getByRole('button', { name: 'All time' }).click();
  const asked = page.waitForRequest(/admin\/v1\/messages\?.*accepted_from=2\d{3}-.*Z/);
  await page.getByRole('button', { name: 'Last 1 h' }).click();
  // The server has an instant, the address what was chosen.
  await asked;
  await expect(page).toHaveURL(/accepted_from=-1h$/);
  await expect(page.getByRole('grid', { name: 'Messages' })).toBeVisible();

  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('t');
  await page.keyboard.press('a');
  await expect(page).toHaveURL(/accepted_from=2.*Z&accepted_before=2.*Z/);
  const frozen = new URL(page.url()).searchParams;
  await page.keyboard.press('t');
  await page.keyboard.press('ArrowLeft');
  await expect
    .poll(() => new URL(page.url()).searchParams.get('accepted_before'))
    .toBe(frozen.get('accepted_from'));
  await page.keyboard.press('t');
  await page.keyboard.press('ArrowRight');
  await expect
    .poll(() => new URL(page.url()).searchParams.get('accepted_before'))
    .toBe(frozen.get('accepted_before'));

  await time.getByRole('button', { name: '..' }).click();
  const typed = page.getByRole('textbox', { name: 'From, or from and to' });
  await typed.fill('2026-11-24 11:30..10:00');
  await typed.press('Enter');
  await expect(page.getByText('This is no time.')).toBeHidden();
  await expect(page).toHaveURL(
    /accepted_from=2026-11-24T06%3A30%3A00Z&accepted_before=2026-11-25T05%3A00%3A00Z/,
  );
  await time.getByRole('button', { name: '2026-11-24 11:30..2026-11-25 10:00' }).click();
  await typed.fill('31.02');
  await typed.press('Enter');
  await expect(page.getByText('This is no time.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(typed).toBeHidden();
});

test('a view keeps filters, time and columns, and no number; a list shows what it showed last', async ({
  page,
}) => {
  await signIn(page, 'console', 'noc');
  await page.goto('/console/messages?class=otp&to=%2B998901112266&accepted_from=-24h');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Parts' }).uncheck();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Views' }).click();
  await expect(page.getByRole('dialog')).toContainText('on this device');
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('OTP of a day');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'OTP of a day', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Without filters' }).click();
  await expect(page).toHaveURL(/messages$/);
  const kept = await page.evaluate(() => JSON.stringify(localStorage));
  expect(kept).toContain('OTP of a day');
  expect(kept).not.toContain('998901112266');

  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name: 'OTP of a day', exact: true }).click();
  await expect(page).toHaveURL(/class=otp/);
  await expect(page).toHaveURL(/accepted_from=-24h/);
  await expect(page).not.toHaveURL(/to=/);
  await page.getByRole('link', { name: 'Operators' }).click();
  await expect(page.getByRole('grid', { name: 'Operators' })).toBeVisible();
  await page.getByRole('link', { name: 'Messages', exact: true }).click();
  await expect(page).toHaveURL(/class=otp/);
  await expect(page.getByRole('button', { name: /^Columns \d+\/\d+$/ })).toBeVisible();

  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name: 'Remove OTP of a day' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'is removed' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'OTP of a day', exact: true })).toBeVisible();
});

test('somebody else who signs in at this browser has neither views nor what was shown last', async ({
  page,
}) => {
  await signIn(page, 'console', 'noc');
  await page.goto('/console/messages?class=otp');
  await expect(page.getByText('Class: One-time code')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  // The page is loaded anew.
  await expect(page.getByLabel('E-mail')).toBeVisible();
  await signIn(page, 'console', 'finance');
  await page.goto('/console/messages');
  await expect(page.getByRole('grid', { name: 'Messages' })).toBeVisible();
  await expect(page).toHaveURL(/messages$/);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`${scheme}: the panels can be used with assistive technology, and at 360 pixels`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await signIn(page, 'console', 'noc');
    await page.goto('/console/messages?accepted_from=-24h');
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: 900 });
      for (const name of ['Last 24 h', 'Views', 'Columns']) {
        await page.getByRole('button', { name, exact: true }).click();
        const panel = page.getByRole('dialog');
        await expect(panel).toBeVisible();
        expect(await violations(page), name).toEqual([]);
        const box = await panel.boundingBox();
        expect(box?.x, name).toBeGreaterThanOrEqual(0);
        expect((box?.x ?? 0) + (box?.width ?? 0), name).toBeLessThanOrEqual(width);
        await page.keyboard.press('Escape');
        await expect(panel).toBeHidden();
        await expect(page.getByRole('button', { name, exact: true })).toBeFocused();
      }
      await page.keyboard.press('Control+k');
      const list = page.getByRole('listbox', { name: 'Search' });
      await expect(list).toBeVisible();
      await page.keyboard.press('ArrowDown');
      expect(await violations(page), 'the command bar').toEqual([]);
      const box = await list.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
      await page.keyboard.press('Escape');
      await expect(list).toBeHidden();
    }
  });
}
