import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, openByName, send, signInByKeys, tabTo, test, world } from './world';

/** Each journey is done without a mouse: only keys are pressed. */

const staff = { Authorization: `Bearer ${process.env.ELCHI_ADMIN_KEY}` };
const client = { Authorization: `Bearer ${world.bankKey}` };

let answer = 500;
let server: Server;
let url = '';

test.beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      response.statusCode = answer;
      response.end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
});

test.afterAll(() => server.close());

test('by keys: a link is stopped and started', async ({ page }) => {
  await signInByKeys(page, 'console', 'noc');
  await openByName(page, 'operators', 'Operators');
  await expect(page.getByRole('grid', { name: 'Operators' })).toBeVisible();
  const focused = page.getByRole('row').and(page.locator(':focus'));
  // Other journeys may have made operators that stand before it.
  for (let index = 0; index < 10; index++) {
    await page.keyboard.press('j');
    await expect(focused).toHaveAttribute('data-index', String(index));
    if ((await focused.textContent())?.includes('beeline')) {
      break;
    }
  }
  await expect(focused).toContainText('beeline');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('grid', { name: 'Links' })).toBeVisible();
  const row = page.getByRole('grid', { name: 'Links' }).getByRole('row').nth(1);
  for (const [verb, state] of [
    ['Stop', 'Stopped'],
    ['Start', 'Started'],
  ] as const) {
    await tabTo(page, 'button', verb);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await tabTo(page, 'button', new RegExp(`^${verb}: `), 3);
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(row).toContainText(state);
  }
});

test('by keys: a change of a route is published', async ({ page }) => {
  await signInByKeys(page, 'console', 'noc');
  await openByName(page, 'routes', 'Routes');
  await expect(page.getByRole('grid', { name: 'Routes' })).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByRole('row').and(page.locator(':focus'))).toBeVisible();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/routes\/\d+$/);
  const route = `/admin/v1/routes/${page.url().split('/').at(-1)}`;
  const weightNow = async () => (await (await page.request.get(route, { headers: staff })).json()).weight;
  const before = await weightNow();
  await tabTo(page, 'spinbutton', 'Weight');
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(String(before + 1));
  await tabTo(page, 'textbox', 'Reason', 5);
  await page.keyboard.insertText('less of it');
  await page.keyboard.press('Enter');
  await expect.poll(weightNow).toBe(before + 1);
  const restored = await page.request.patch(route, { headers: staff, data: { weight: before } });
  expect(restored.ok(), await restored.text()).toBe(true);
});

test('by keys: a client makes a key', async ({ page }) => {
  const name = `keys ${Date.now()}`;
  await signInByKeys(page, 'portal', 'owner');
  await openByName(page, 'keys', 'API keys');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await tabTo(page, 'button', 'New key');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.insertText(name);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Key', { exact: true })).toContainText(/^elchi_/);
  await tabTo(page, 'button', 'I stored it');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible();
});

test('by keys: an event that a webhook refused is replayed', async ({ page }) => {
  test.setTimeout(240_000);
  const made = await page.request.post('/v1/webhooks', {
    headers: client,
    data: { url, events: ['message.accepted'] },
  });
  expect(made.status(), await made.text()).toBe(201);
  const { id } = await made.json();
  answer = 500;
  const attempts = async () =>
    (await (await page.request.get(`/v1/webhooks/${id}/attempts`, { headers: client })).json()).items.length;
  await expect(async () => {
    await send(page, '+998901112288');
    await expect.poll(attempts, { timeout: 10_000 }).toBeGreaterThan(0);
  }).toPass({ timeout: 120_000 });
  answer = 200;
  await signInByKeys(page, 'portal', 'owner');
  await openByName(page, 'webhooks', 'Webhooks');
  await expect(page.getByRole('grid', { name: 'Webhooks' })).toBeVisible();
  // The row, by its keys.
  await page.keyboard.press('j');
  const row = page.getByRole('row').and(page.locator(':focus'));
  for (let presses = 0; !(await row.innerText()).includes(url); presses++) {
    expect(presses).toBeLessThan(20);
    const place = Number(await row.getAttribute('aria-rowindex'));
    await page.keyboard.press('j');
    await expect(row).toHaveAttribute('aria-rowindex', String(place + 1));
  }
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/webhooks/${id}`));
  const rows = page.getByRole('grid', { name: 'Attempts' }).getByRole('row');
  await expect(rows.filter({ hasText: '500' }).first()).toBeVisible();
  await tabTo(page, 'button', /^Post evt_.* again/);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await tabTo(page, 'button', /^Post evt_/, 3);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(rows.filter({ hasText: '200' }).first()).toBeVisible({ timeout: 60_000 });
  expect((await page.request.delete(`/v1/webhooks/${id}`, { headers: client })).status()).toBe(204);
});

test('by keys: a top-up is asked for, and approved by another person', async ({ page, browser }) => {
  const reason = `keys-${Date.now()}`;
  await signInByKeys(page, 'console', 'finance');
  await openByName(page, 'Demo Bank', /^Demo Bank/);
  await expect(page.getByRole('heading', { level: 1, name: 'Demo Bank' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('3');
  await tabTo(page, 'button', 'Top up');
  await page.keyboard.press('Enter');
  await tabTo(page, 'textbox', 'Amount, UZS');
  await page.keyboard.insertText('10 000 000');
  await tabTo(page, 'textbox', 'Reference', 3);
  await page.keyboard.insertText(reason);
  await tabTo(page, 'textbox', 'Reason', 3);
  await page.keyboard.insertText(reason);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('waits for the approval of another person');

  const other = await (await browser.newContext()).newPage();
  await signInByKeys(other, 'console', 'super_admin');
  await openByName(other, 'approvals', 'Approvals');
  await expect(other.getByRole('row').filter({ hasText: reason })).toBeVisible();
  await other.keyboard.press('j');
  const row = other.getByRole('row').and(other.locator(':focus'));
  await expect(row).toContainText(reason);
  await other.keyboard.press('Enter');
  await expect(other.getByRole('region', { name: 'What would be changed' }).first()).toContainText(reason);
  await tabTo(other, 'button', 'Approve');
  await other.keyboard.press('Enter');
  await expect(other.getByRole('dialog').getByRole('button', { name: 'Cancel' })).toBeFocused();
  await tabTo(other, 'button', 'Approve', 3);
  await other.keyboard.press('Enter');
  await expect(other.getByText('Done')).toBeVisible();
  await other.context().close();
});
