import { expect, send, signIn, test } from './world';

test('figures lead to their messages, and the range is in the address', async ({ page }) => {
  const id = await send(page, '+998901112299');
  await signIn(page, 'portal', 'viewer');
  await page.getByRole('link', { name: 'Analytics' }).click();
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('grid', { name: 'Over time' })).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 30_000 });
  await page.getByRole('combobox', { name: 'Time' }).click();
  await page.getByRole('option', { name: 'Last hour' }).click();
  await expect(page).toHaveURL(/range=hour/);
  await page.getByRole('button', { name: 'Fix the time' }).click();
  await expect(page).toHaveURL(/from=.*&to=/);
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Time' })).toHaveText('Fixed');
  await page.getByRole('combobox', { name: 'Grouped by' }).click();
  await page.getByRole('option', { name: 'Sender' }).click();
  const row = page.getByRole('grid', { name: 'Groups' }).getByRole('row').filter({ hasText: 'DemoBank' });
  await row.getByRole('link').first().click();
  await expect(page).toHaveURL(/messages\?from=DemoBank&accepted_from=/);
  await expect(page.getByRole('grid', { name: 'Messages' })).toBeVisible();
  await page.goto(`/portal/messages/${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
