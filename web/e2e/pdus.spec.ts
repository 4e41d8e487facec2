import { expect, send, sendDelivered, signIn, test, violations } from './world';

const headers = { Authorization: `Bearer ${process.env.ELCHI_ADMIN_KEY}` };
const text = Buffer.from('Your order', 'ascii').toString('hex');

test('a link is traced, and a message over it has its PDUs without its text', async ({ page }) => {
  await signIn(page, 'console', 'noc');
  const links = (await (await page.request.get('/admin/v1/smpp-links', { headers })).json()).items as {
    id: number;
    name: string;
    protocol: string;
  }[];
  const link = links.find((it) => it.name.startsWith('beeline'));
  expect(link).toBeDefined();
  await page.goto(`/console/links/${link?.id}`);
  const trace = page.getByRole('region', { name: 'Trace' });
  await trace.getByRole('button', { name: 'Start the trace' }).click();
  await expect(trace.getByText('Traced until')).toBeVisible();
  const traced = async (message: string) =>
    (await (await page.request.get(`/admin/v1/messages/${message}/pdus`, { headers })).json())
      .traced as boolean;
  // Its process reads the change a moment later.
  await expect
    .poll(async () => traced(await sendDelivered(page, '+998901112233')), { timeout: 120_000 })
    .toBe(true);
  const id = await sendDelivered(page, '+998901112233');
  const table = trace.getByRole('table');
  await expect(table.getByRole('row').filter({ hasText: 'submit_sm_resp' }).first()).toBeVisible();
  await table
    .getByRole('button', { name: /^submit_sm \d/ })
    .first()
    .click();
  await expect(trace.getByText('destination_addr')).toBeVisible();
  await expect(trace.getByRole('region', { name: /^Octets/ })).toContainText('****');
  expect(await violations(page)).toEqual([]);

  await page.goto(`/console/messages/${id}?tab=pdus`);
  const panel = page.getByRole('tabpanel');
  for (const command of ['submit_sm', 'submit_sm_resp', 'deliver_sm', 'deliver_sm_resp']) {
    await expect(panel.getByRole('cell', { name: command, exact: true }).first()).toBeVisible();
  }
  for (const button of await panel.getByRole('button', { name: /_sm/ }).all()) {
    await button.click();
  }
  await expect(panel).toContainText('short_message');
  const shown = (await panel.innerText()).replaceAll('\n', '');
  expect(shown).not.toContain('Your order');
  expect(shown).not.toContain(text);
  expect(await violations(page)).toEqual([]);

  await page.goto(`/console/links/${link?.id}`);
  await trace.getByRole('button', { name: 'End the trace' }).click();
  await expect(trace.getByRole('button', { name: 'Start the trace' })).toBeVisible();
});

test('people without the permission have neither the tab nor the trace', async ({ page }) => {
  await signIn(page, 'console', 'support');
  const id = await send(page, '+998901112244');
  await page.goto(`/console/messages/${id}?tab=pdus`);
  await expect(page.getByRole('tab', { name: 'Timeline' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'PDUs' })).toHaveCount(0);
});
