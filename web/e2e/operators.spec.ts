import { expect, send, signIn, test } from './world';

test('an operator is suspended with its effect shown, traffic moves, and the message says why', async ({
  page,
}) => {
  await signIn(page, 'console', 'noc');
  await page.getByRole('link', { name: 'Operators' }).click();
  await page.getByRole('row').filter({ hasText: 'ucell' }).click();
  await page.getByRole('button', { name: 'Suspend ucell' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('New messages do not go to this operator');
  await dialog.getByLabel('Type “ucell” to confirm').fill('ucell');
  await dialog.getByLabel('Reason').fill('no receipts for ten minutes');
  await dialog.getByRole('button', { name: 'Suspend ucell' }).click();
  await expect(page.getByRole('button', { name: 'Resume ucell' })).toBeVisible();
  // A number of Ucell, carried by another operator.
  let id = '';
  await expect
    .poll(
      async () => {
        id = await send(page, '+998931112266');
        const explained = await page.request.get(`/admin/v1/messages/${id}/explain`, {
          headers: { Authorization: `Bearer ${process.env.ELCHI_ADMIN_KEY}` },
        });
        return JSON.stringify((await explained.json()).decision?.rejected);
      },
      { timeout: 60_000 },
    )
    .toContain('operator_suspended');
  await page.goto(`/console/messages/${id}?tab=why`);
  await expect(page.getByRole('tabpanel')).toContainText('Rejected: ucell');
  await expect(page.getByRole('tabpanel')).toContainText('The operator is suspended');
  await page.goto('/console/operators/2');
  await page.getByRole('button', { name: 'Resume ucell' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Resume ucell' }).click();
  await expect(page.getByRole('button', { name: 'Suspend ucell' })).toBeVisible();
});

test('a queue is held and released', async ({ page }) => {
  await signIn(page, 'console', 'noc');
  await page.goto('/console/queues');
  await page.getByRole('button', { name: 'Hold ums' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Hold ums' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'ums' })).toContainText('Held');
  await page.getByRole('button', { name: 'Release ums' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Release ums' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'ums' })).toContainText('Flows');
});
