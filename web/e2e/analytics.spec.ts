import { expect, send, signIn, test } from './world';

test('figures lead to their messages, and the range is in the address', async ({ page }) => {
  const id = await send(page, '+998901112299');
  await signIn(page, 'portal', 'viewer');
  await page.getByRole('link', { name: 'Analytics' }).click();
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('grid', { name: 'Over time' })).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 30_000 });
  const time = page.getByRole('group', { name: 'Time' });
  await time.getByRole('button', { name: 'Last 24 h' }).click();
  await page.getByRole('button', { name: 'Last 1 h' }).click();
  await expect(page).toHaveURL(/from=-1h/);
  await time.getByRole('button', { name: 'Last 1 h' }).click();
  await page.getByRole('button', { name: 'Freeze' }).click();
  await expect(page).toHaveURL(/from=2.*Z&to=2.*Z/);
  await page.reload();
  await expect(time.getByRole('button', { name: '..' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Grouped by' }).click();
  await page.getByRole('option', { name: 'Sender' }).click();
  const row = page.getByRole('grid', { name: 'Groups' }).getByRole('row').filter({ hasText: 'DemoBank' });
  await row.getByRole('link').first().click();
  await expect(page).toHaveURL(/messages\?from=DemoBank&accepted_from=/);
  await expect(page.getByRole('grid', { name: 'Messages' })).toBeVisible();
  await page.goto(`/portal/messages/${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
