import { expect, signIn, test } from './world';

test('the command bar opens a page, finds an account, and remembers it', async ({ page }) => {
  await signIn(page, 'console', 'super_admin');
  await page.keyboard.press('Control+k');
  const bar = page.getByRole('combobox', { name: 'Search' });
  await expect(bar).toBeFocused();
  await page.keyboard.insertText('approv');
  await expect(page.getByRole('option', { name: 'Approvals' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/console\/approvals/);

  await page.keyboard.press('/');
  await page.keyboard.insertText('demo');
  const found = page
    .getByRole('group', { name: 'Found' })
    .getByRole('option')
    .filter({ hasText: 'Demo Bank' })
    .first();
  await expect(found).toBeVisible();
  await found.click();
  await expect(page).toHaveURL(/console\/accounts\/\d+/);
  const account = new URL(page.url()).pathname;
  await page.goto('/console/live');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('/');
  await page.getByRole('group', { name: 'Opened before' }).getByRole('option').first().click();
  await expect(page).toHaveURL(new RegExp(`${account}$`));
});

test('an action of the page opens its dialog, and does nothing by itself', async ({ page }) => {
  await signIn(page, 'console', 'noc');
  await page.goto('/console/operators/1');
  await expect(page.getByRole('grid', { name: 'Links' })).toBeVisible();
  const changes: string[] = [];
  page.on('request', (it) => it.method() !== 'GET' && changes.push(it.url()));
  for (const words of ['suspend', 'stop']) {
    await page.keyboard.press('Control+k');
    await page.keyboard.insertText(words);
    await page.getByRole('group', { name: 'On this page' }).getByRole('option').first().click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
  expect(changes).toEqual([]);
});

test('it offers no action and no page that the person may not use', async ({ page }) => {
  await signIn(page, 'console', 'support');
  await page.goto('/console/operators/1');
  await expect(page.getByRole('grid', { name: 'Links' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('group', { name: 'Pages' })).toBeVisible();
  await expect(page.getByRole('group', { name: 'On this page' })).toHaveCount(0);
  await page.keyboard.insertText('costs');
  await expect(page.getByRole('option', { name: 'Costs', exact: true })).toHaveCount(0);
  // A number goes to no search: it would stand in an address.
  const asked: string[] = [];
  page.on('request', (it) => it.url().includes('/search') && asked.push(it.url()));
  await page.getByRole('combobox', { name: 'Search' }).fill('+998 90 111 22 66');
  await expect(page.getByRole('option', { name: 'Messages to this number' })).toBeVisible();
  expect(asked).toEqual([]);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('1112266');
});

test('the portal has it, too: a reference leads to its messages', async ({ page }) => {
  await signIn(page, 'portal', 'owner');
  await page.keyboard.press('/');
  await page.keyboard.insertText('order-17');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/portal\/messages\?reference=order-17/);
});
