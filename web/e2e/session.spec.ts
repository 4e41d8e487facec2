import { expect, signIn, test, world } from './world';

test('a wrong password says no more than that', async ({ page }) => {
  await page.goto('/console');
  await page.getByLabel('E-mail').fill('nobody@demo.example');
  await page.getByLabel('Password').fill('wrong horse battery staple');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
});

test('a session that ends over a form loses nothing', async ({ page }) => {
  await signIn(page, 'console', 'super_admin');
  await page.goto('/console/accounts/new');
  await page.getByLabel('Name').fill('Hamkor Bank');
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Create' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Your session ended')).toBeVisible();
  await dialog.getByLabel('E-mail').fill('super_admin@demo.example');
  await dialog.getByLabel('Password').fill(world.password);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel('Name')).toHaveValue('Hamkor Bank');
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Hamkor Bank' })).toBeVisible();
});

test('two editors of one account meet: nothing is written over unseen', async ({ page, browser }) => {
  await signIn(page, 'console', 'super_admin');
  await page.goto('/console/accounts/3?tab=edit');
  await expect(page.getByLabel('Contact')).toBeVisible();
  const other = await (await browser.newContext()).newPage();
  await signIn(other, 'console', 'sales');
  await other.goto('/console/accounts/3?tab=edit');
  await other.getByLabel('Contact').fill('aziza@bank.example');
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(other.getByLabel('Contact')).toHaveValue('aziza@bank.example');
  await other
    .waitForResponse((it) => it.url().includes('/admin/v1/accounts/3') && it.request().method() === 'GET')
    .catch(() => {});
  await page.getByLabel('Requests a second').fill('77');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Somebody else changed this')).toBeVisible();
  await expect(page.getByLabel('Requests a second')).toHaveValue('77');
  await expect(page.getByLabel('Contact')).toHaveValue('aziza@bank.example');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Somebody else changed this')).toBeHidden();
  await other.context().close();
});

test('pages that a person may not see are not in the menu, and say so', async ({ page }) => {
  await signIn(page, 'console', 'sales');
  await expect(page.getByRole('link', { name: 'Queues' })).toHaveCount(0);
  await page.goto('/console/queues');
  await expect(page.getByText('This page is not open to you')).toBeVisible();
  await expect(page.getByText('operators:read')).toBeVisible();
});
