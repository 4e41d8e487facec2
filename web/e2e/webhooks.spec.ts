import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, send, signIn, test, world } from './world';

let answer = 500;
let server: Server;
let url = '';

test.beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      response.statusCode = answer;
      response.end(answer === 500 ? 'the shop is down' : 'thanks');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
});

test.afterAll(() => server.close());

test('a webhook fails, works again, and is replayed: the event is accepted', async ({ page }) => {
  test.setTimeout(300_000);
  answer = 500;
  await signIn(page, 'portal', 'owner');
  await page.getByRole('link', { name: 'Webhooks' }).click();
  await page.getByRole('button', { name: 'New webhook' }).click();
  await page.getByLabel('Address', { exact: true }).fill(url);
  await page.getByRole('checkbox', { name: 'message.delivered' }).check();
  await page.getByRole('button', { name: 'Create' }).click();
  const secret = await page.locator('code[aria-label="Secret"]').innerText();
  expect(secret).toMatch(/^whsec_/);
  await page.getByRole('button', { name: 'I stored it' }).click();
  expect(await page.content()).not.toContain(secret);
  await page.getByRole('row').filter({ hasText: url }).first().click();
  // An example says what the endpoint answers.
  await page.getByRole('tab', { name: 'Test' }).click();
  await page.getByRole('button', { name: 'Post an example' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('The endpoint did not take it');
  await expect(page.getByRole('region', { name: 'Answer' })).toContainText('the shop is down');
  // A message is delivered, and its event is refused. A new endpoint is known to every process within seconds.
  await page.getByRole('tab', { name: 'Attempts' }).click();
  const rows = page.getByRole('grid', { name: 'Attempts' }).getByRole('row');
  await expect(async () => {
    await send(page, '+998901112277');
    await expect(rows.filter({ hasText: '500' }).first()).toBeVisible({ timeout: 12_000 });
  }).toPass({ timeout: 120_000 });
  answer = 200;
  await rows
    .filter({ hasText: '500' })
    .first()
    .getByRole('button', { name: /^Post evt_.* again/ })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Post evt_/ }).click();
  await expect(dialog).toBeHidden();
  await expect(rows.filter({ hasText: '200' }).first()).toBeVisible({ timeout: 60_000 });
  // And a whole range, with its progress.
  await page.getByRole('tab', { name: 'Replays' }).click();
  await expect(page.getByRole('region', { name: /^Replays \d+/ }).first()).toContainText('Finished', {
    timeout: 60_000,
  });
  await page.getByRole('combobox', { name: 'Which' }).click();
  await page.getByRole('option', { name: 'Accepted ones, too' }).click();
  await page.getByRole('button', { name: 'Start' }).click();
  const newest = page.getByRole('region', { name: /^Replays \d+/ }).first();
  await expect(newest).not.toContainText('one event');
  await expect(newest).toContainText('Finished', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Remove the webhook' }).click();
  await dialog.getByLabel(/^Type/).fill(url);
  await dialog.getByLabel('Reason').fill('the test is over');
  await dialog.getByRole('button', { name: 'Remove the webhook' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Webhooks' })).toBeVisible();
});

test('a message has the attempts to post its events, for its client and for staff', async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000);
  answer = 500;
  const headers = { Authorization: `Bearer ${world.bankKey}` };
  const made = await page.request.post('/v1/webhooks', {
    headers,
    data: { url: `${url}?token=hidden`, events: ['message.accepted'] },
  });
  expect(made.status(), await made.text()).toBe(201);
  const endpoint = (await made.json()).id;
  let id = '';
  // A new endpoint is known to every process within seconds.
  await expect(async () => {
    id = await send(page, '+998901112299');
    const attempts = async () =>
      (await (await page.request.get(`/v1/sms/${id}/webhook-attempts`, { headers })).json()).items.length;
    await expect.poll(attempts, { timeout: 10_000 }).toBeGreaterThan(0);
  }).toPass({ timeout: 120_000 });
  await signIn(page, 'portal', 'owner');
  await page.goto(`/portal/messages/${id}`);
  await page.getByRole('tab', { name: 'Webhooks' }).click();
  const rows = page.getByRole('grid', { name: 'Attempts' }).getByRole('row');
  const refused = rows.filter({ hasText: 'message.accepted' }).filter({ hasText: '500' }).first();
  await expect(refused).toContainText('the shop is down');
  await expect(page.locator('body')).not.toContainText('hidden');

  const other = await (await browser.newContext()).newPage();
  await signIn(other, 'console', 'support');
  await other.goto(`/console/messages/${id}?tab=webhooks`);
  const seen = other.getByRole('grid', { name: 'Attempts' }).getByRole('row').filter({ hasText: '500' });
  await expect(seen.first()).toContainText(url);
  await other.context().close();

  await refused.click();
  await expect(page).toHaveURL(new RegExp(`/portal/webhooks/${endpoint}`));
  expect((await page.request.delete(`/v1/webhooks/${endpoint}`, { headers })).status()).toBe(204);
});
