import { expect, sendDelivered, signIn, test } from './world';

test('Support reads a whole text after another person approved it, and the client sees that', async ({
  page,
  browser,
}) => {
  const ticket = `SUP-${Date.now()}`;
  const id = await sendDelivered(page, '+998901112266');
  await signIn(page, 'console', 'support');
  await page.goto(`/console/messages/${id}`);
  await page.getByRole('button', { name: 'Read the whole text' }).click();
  await expect(page.getByText('not revealed to you')).toBeVisible();
  await page.getByRole('button', { name: 'Ask for the whole text' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Ticket').fill(ticket);
  await dialog.getByLabel('Reason').fill('the client asks what we sent');
  await dialog.getByRole('button', { name: 'Ask for the whole text' }).click();
  await expect(page.getByText('waits for the approval of another person')).toBeVisible();

  const other = await (await browser.newContext()).newPage();
  await signIn(other, 'console', 'super_admin');
  await other.goto('/console/approvals');
  await other
    .getByRole('row')
    .filter({ hasText: `messages/${id}/reveals` })
    .first()
    .click();
  await other.getByRole('button', { name: 'Approve' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await expect(other.getByText('Done')).toBeVisible();
  await other.context().close();

  await page.getByRole('button', { name: 'Read the whole text' }).click();
  await expect(page.getByText('Your order is on its way.')).toBeVisible();
  await expect(page.getByText(/Shown to .* until/)).toBeVisible();

  const client = await (await browser.newContext()).newPage();
  await signIn(client, 'portal', 'owner');
  await client.goto('/portal/reveals');
  await expect(client.getByRole('row').filter({ hasText: ticket })).toContainText(
    'the client asks what we sent',
  );
  await client.context().close();
});
