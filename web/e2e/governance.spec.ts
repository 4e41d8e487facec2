import { expect, signIn, test } from './world';

test('an invited person chooses a password by the link that was shown once', async ({ page, browser }) => {
  const email = `dilnoza${Date.now()}@demo.example`;
  await signIn(page, 'console', 'super_admin');
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByRole('button', { name: 'Invite a person' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Name', { exact: true }).fill('Dilnoza Karimova');
  const form = page.getByRole('region', { name: 'Invite a person' });
  await form.getByLabel('Account number').fill('3');
  await form.getByLabel('Role').click();
  await page.getByRole('option', { name: 'Developer (Client)' }).click();
  await form.getByLabel('Reason').fill('new developer of the bank');
  await form.getByRole('button', { name: 'Save' }).click();
  const link = await page.getByLabel('Link', { exact: true }).textContent();
  expect(link).toMatch(/\/portal\?password_link=[A-Za-z0-9_-]{43}$/);
  await expect(page.getByRole('row').filter({ hasText: email })).toContainText('Invited');
  await page.reload();
  await expect(page.getByRole('row').filter({ hasText: email })).toBeVisible();
  expect(await page.content()).not.toContain('password_link');

  const other = await (await browser.newContext()).newPage();
  await other.goto((link ?? '').replace('/portal?', '/console/?'));
  await other.getByLabel('New password').fill('a long and quiet river');
  await other.getByRole('button', { name: 'Set the password' }).click();
  await expect(other.getByLabel('E-mail')).toBeVisible();
  await other.context().close();
});

test('the matrix of roles says who has a permission, and what a role may do', async ({ page }) => {
  await signIn(page, 'console', 'super_admin');
  await page.goto('/console/roles');
  await page.getByLabel('Find').fill('money:write');
  await expect(page.getByRole('rowheader')).toHaveText(['money:write']);
  await page.getByLabel('Find').fill('viewer');
  await expect(page.getByRole('columnheader')).toHaveText(['Permission', /^Viewer/]);
});

test('a route is suspended with a reason, its removal waits, and the version says what changed', async ({
  page,
}) => {
  await signIn(page, 'console', 'noc');
  await page.goto('/console/routes');
  await page.getByRole('button', { name: 'Add a route' }).click();
  const form = page.getByRole('region', { name: 'Add a route' });
  await form.getByLabel('Operator').click();
  await page.getByRole('option', { name: 'ucell' }).click();
  await form.getByLabel('Prefix').fill('99899');
  await form.getByLabel('Priority').fill('777');
  await form.getByRole('button', { name: 'Save' }).click();
  const row = page.getByRole('row').filter({ hasText: '99899*' }).last();
  await expect(row).toContainText('777');
  await row.getByRole('button', { name: /^Suspend/ }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('no traffic yet');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Suspend/ })
    .click();
  await expect(row).toContainText('Suspended');
  const id = await row.getByRole('gridcell').first().innerText();
  await page.getByRole('link', { name: 'Versions' }).click();
  await page.getByRole('row').filter({ hasText: 'no traffic yet' }).first().click();
  await expect(page.getByRole('table').first()).toContainText('suspended');
  await page.goto('/console/routes');
  await page
    .getByRole('row')
    .filter({ hasText: '99899*' })
    .last()
    .getByRole('button', { name: /^Remove/ })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(`Type “${id}” to confirm`).fill(id);
  await dialog.getByLabel('Reason').fill('a mistake');
  await dialog.getByRole('button', { name: /^Remove/ }).click();
  await expect(page.getByRole('alert')).toContainText('waits for the approval');
  await page.getByRole('link', { name: 'Open the draft' }).click();
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByText('Withdrawn')).toBeVisible();
});

test('what would happen to a message is explained, with prices', async ({ page }) => {
  await signIn(page, 'console', 'support');
  await page.goto('/console/explain');
  await page.getByLabel('Account number').fill('3');
  await page.getByLabel('Number', { exact: true }).fill('+998901112233');
  await page.getByLabel('Sender').fill('DemoBank');
  await page.getByRole('button', { name: 'Decide' }).click();
  await expect(page.getByText('Routed')).toBeVisible();
  await expect(page.getByRole('region', { name: /^Operators, in the order/ }).first()).toContainText(
    'Demo Bank: UZS 55.00',
  );
  await page.getByLabel('Sender').fill('NotOurs');
  await page.getByRole('button', { name: 'Decide' }).click();
  await expect(page.getByText('Refused before routing')).toBeVisible();
});
