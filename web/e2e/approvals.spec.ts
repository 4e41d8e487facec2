import { expect, signIn, test } from './world';

test('a large top-up waits for another person, is approved by one, and is in the ledger', async ({
  page,
  browser,
}) => {
  const reference = `pay-${Date.now()}`;
  await signIn(page, 'console', 'finance');
  await page.goto('/console/accounts/3?tab=transactions');
  await page.getByRole('button', { name: 'Top up' }).click();
  await page.getByLabel('Amount, UZS').fill('10 000 000');
  await page.getByLabel('Reference').fill(reference);
  await page.getByLabel('Reason').fill('Оплата по счёту 17');
  await page.getByRole('button', { name: 'Top up' }).click();
  await expect(page.getByRole('alert')).toContainText('waits for the approval of another person');
  await page.getByRole('link', { name: 'Open the draft' }).click();
  // Nobody approves their own.
  await expect(page.getByRole('button', { name: 'Withdraw' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  const draft = new URL(page.url()).pathname;

  const other = await (await browser.newContext()).newPage();
  await signIn(other, 'console', 'super_admin');
  await other.getByRole('link', { name: /^Approvals: \d+/ }).click();
  await other.getByRole('row').filter({ hasText: 'Оплата по счёту 17' }).first().click();
  await expect(other).toHaveURL(new RegExp(draft));
  await expect(other.getByRole('region', { name: 'What would be changed' }).first()).toContainText(reference);
  await other.getByRole('button', { name: 'Approve' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await expect(other.getByText('Done')).toBeVisible();
  await other.goto(`/console/ledger?reference=${reference}`);
  await expect(other.getByRole('row').filter({ hasText: reference })).toContainText('+UZS 10,000,000.00');
  await other.context().close();

  // Its author sees that it is done.
  await expect(page.getByText('Done')).toBeVisible();
});

test('a draft is rejected with a reason, which its author reads', async ({ page, browser }) => {
  await signIn(page, 'console', 'finance');
  await page.goto('/console/accounts/3?tab=transactions');
  await page.getByRole('button', { name: 'Set the credit limit' }).click();
  await page.getByLabel('Amount, UZS').fill('90000000');
  await page.getByLabel('Reason').fill('asked by phone');
  await page.getByRole('button', { name: 'Set the credit limit' }).click();
  await page.getByRole('link', { name: 'Open the draft' }).click();
  await expect(page.getByRole('button', { name: 'Withdraw' })).toBeVisible();
  const other = await (await browser.newContext()).newPage();
  await signIn(other, 'console', 'super_admin');
  await other.goto(page.url());
  await other.getByRole('button', { name: 'Reject' }).click();
  const dialog = other.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Reject' })).toBeDisabled();
  await dialog.getByLabel('Reason').fill('no contract');
  await dialog.getByRole('button', { name: 'Reject' }).click();
  await expect(other.getByText('Rejected')).toBeVisible();
  await other.context().close();
  await expect(page.getByText('no contract')).toBeVisible();
});

test('a change with an old sign-in asks who one is, and goes on', async ({ page }) => {
  await signIn(page, 'console', 'finance');
  let refused = 0;
  await page.route('**/admin/v1/accounts/3/topups', async (route) => {
    if (refused++ === 0) {
      await route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        json: { type: 'about:blank', title: 'Confirm', status: 403, code: 'confirmation_needed' },
      });
    } else {
      await route.continue();
    }
  });
  const reference = `small-${Date.now()}`;
  await page.goto('/console/accounts/3?tab=transactions');
  await page.getByRole('button', { name: 'Top up' }).click();
  await page.getByLabel('Amount, UZS').fill('1000,50');
  await page.getByLabel('Reference').fill(reference);
  await page.getByLabel('Reason').fill('invoice 18');
  await page.getByRole('button', { name: 'Top up' }).click();
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.getByLabel('Password').fill(process.env.ELCHI_PASSWORD ?? '');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('row').filter({ hasText: reference })).toContainText('+UZS 1,000.50');
});
