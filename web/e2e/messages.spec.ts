import { expect, send, signIn, test } from './world';

test('people of a reseller open a message of their client, without operators', async ({ page }) => {
  const id = await send(page, '+998901112211');
  await signIn(page, 'console', 'reseller_admin');
  await page.goto('/console/messages?account_id=3&to=%2B998901112211');
  await page.getByRole('row').filter({ hasText: 'DemoBank' }).first().click();
  await expect(page).toHaveURL(new RegExp(`/console/messages/${id}`));
  await expect(page.getByRole('list', { name: 'Timeline' })).toContainText('Accepted');
  await expect(page.getByRole('tab')).toHaveText(['Timeline', 'Money', 'Raw']);
  await expect(page.locator('body')).not.toContainText('beeline');
  // An address of a tab that is for staff shows the first tab, and asks for nothing that is refused.
  const refused: string[] = [];
  page.on('response', (it) => it.status() === 403 && refused.push(it.url()));
  await page.goto(`/console/messages/${id}?tab=why`);
  await expect(page.getByRole('tab', { name: 'Timeline', selected: true })).toBeVisible();
  expect(refused).toEqual([]);
});
