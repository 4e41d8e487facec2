import { execFileSync } from 'node:child_process';
import { expect, sendDelivered, signIn, test } from './world';

test('a developer makes a key, and the command on the page sends a message as it stands', async ({
  page,
}) => {
  await signIn(page, 'portal', 'owner');
  await page.getByRole('link', { name: 'API keys' }).click();
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByLabel('Name').fill('mobile app');
  await page.getByRole('button', { name: 'Create' }).click();
  const command = await page
    .getByRole('region', { name: 'A first message' })
    .locator('..')
    .locator('pre')
    .innerText();
  // A new key is known to every process within a second.
  await expect
    .poll(() => execFileSync('sh', ['-c', command], { encoding: 'utf8' }), { timeout: 60_000 })
    .toMatch(/"id":"[0-9a-f-]{36}"/);
  const secret = await page.getByLabel('Key', { exact: true }).innerText();
  await page.getByRole('button', { name: 'I stored it' }).click();
  await expect(page.getByRole('grid', { name: 'API keys' })).toContainText('mobile app');
  expect(await page.content()).not.toContain(secret);
});

test('a key is revoked only after its name was typed', async ({ page }) => {
  await signIn(page, 'portal', 'owner');
  await page.goto('/portal/keys');
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByLabel('Name').fill('old shop');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('button', { name: 'I stored it' }).click();
  await page.getByRole('button', { name: 'Revoke old shop' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expect(dialog.getByRole('button', { name: 'Revoke old shop' })).toBeDisabled();
  await dialog.getByLabel('Type “old shop” to confirm').fill('old shop');
  await dialog.getByLabel('Reason').fill('the shop is closed');
  await dialog.getByRole('button', { name: 'Revoke old shop' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'old shop' })).toContainText('Revoked');
});

test('a client sees its message from acceptance to delivery, and no operator’s cost', async ({ page }) => {
  const id = await sendDelivered(page, '+998901112255');
  await signIn(page, 'portal', 'viewer');
  await page.goto(`/portal/messages/${id}`);
  await expect(page.getByRole('list', { name: 'Timeline' })).toContainText('Delivered', { timeout: 60_000 });
  await expect(page.getByText('+998 90 111 22 55').first()).toBeVisible();
  await page.goto('/portal/keys');
  await expect(page.getByText('This page is not open to you')).toBeVisible();
});
