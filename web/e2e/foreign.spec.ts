import type { APIRequestContext, APIResponse } from '@playwright/test';
import { pages as consolePages } from '../apps/console/src/shell/pages';
import { pages as portalPages } from '../apps/portal/src/shell/pages';
import { expect, signIn, test } from './world';

/** A page of one object is opened with the id of another tenant's object. It says the same as for an unknown id. */

const staff = { Authorization: `Bearer ${process.env.ELCHI_ADMIN_KEY}` };
const unknownMessage = '019a9b1c-7c00-7000-8000-0123456789ab';
const unknown = '999999999';

interface Foreign {
  name: string;
  account: string;
  message: string;
  user: string;
  draft: string;
  entry: string;
  webhook: string;
}

async function made(answer: APIResponse) {
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

/** A client of the platform with one object of each kind. It is beside the demo's reseller, and not below it. */
async function foreignTenant(request: APIRequestContext): Promise<Foreign> {
  const name = `Foreign ${Date.now()}`;
  const post = async (path: string, data: unknown, headers = staff) =>
    made(await request.post(path, { headers, data }));
  const account = (await post('/admin/v1/accounts', { type: 'client', parent_id: 1, name, currency: 'UZS' }))
    .id;
  await post('/admin/v1/senders', { account_id: account, sender: 'Foreign' });
  const key = await post('/admin/v1/api-keys', {
    account_id: account,
    name,
    scopes: ['sms:test', 'webhooks'],
  });
  const client = { Authorization: `Bearer ${key.secret}` };
  let message = '';
  // A new key is known to every process within a second.
  await expect(async () => {
    const sent = await request.post('/v1/sms/send', {
      headers: client,
      data: { to: '+998901112233', from: 'Foreign', text: 'Hello' },
    });
    expect(sent.status()).toBe(202);
    message = (await sent.json()).id;
  }).toPass({ timeout: 60_000 });
  const webhook = await post(
    '/v1/webhooks',
    { url: 'https://foreign.example/events', events: ['balance.low'] },
    client,
  );
  const person = await post('/admin/v1/users', {
    account_id: account,
    email: `foreign-${Date.now()}@demo.example`,
    name,
    role: 'viewer',
  });
  const paid = await post(`/admin/v1/accounts/${account}/topups`, {
    amount: { amount: '1', currency: 'UZS' },
    reference: name,
  });
  // The demo begins with a draft of the platform's staff.
  const drafts = await made(await request.get('/admin/v1/drafts?list=all', { headers: staff }));
  return {
    name,
    account: String(account),
    message,
    user: String(person.user.id),
    draft: String(drafts.items[0].id),
    entry: String(paid.transaction.id),
    webhook: String(webhook.id),
  };
}

/** What a page reads of an object, by its path. */
interface Read {
  of(foreign: Foreign): string;
  unknown: string;
  reads(id: string): readonly string[];
}

const reads: Record<'console' | 'portal', Record<string, Read>> = {
  console: {
    '/messages/$id': {
      of: (it) => it.message,
      unknown: unknownMessage,
      reads: (id) => [`/admin/v1/messages/${id}`],
    },
    '/accounts/$id': {
      of: (it) => it.account,
      unknown,
      reads: (id) => [
        `/admin/v1/accounts/${id}`,
        `/admin/v1/balances/${id}`,
        `/admin/v1/accounts/${id}/transactions`,
        `/admin/v1/messages?account_id=${id}`,
      ],
    },
    '/approvals/$id': { of: (it) => it.draft, unknown, reads: (id) => [`/admin/v1/drafts/${id}`] },
    '/ledger/$id': {
      of: (it) => it.entry,
      unknown,
      reads: (id) => [`/admin/v1/transactions/${id}/messages`],
    },
    '/users/$id': {
      of: (it) => it.user,
      unknown,
      reads: (id) => [`/admin/v1/users/${id}`, `/admin/v1/users/${id}/sign-ins`],
    },
  },
  portal: {
    '/messages/$id': {
      of: (it) => it.message,
      unknown: unknownMessage,
      reads: (id) => [`/v1/sms/${id}`, `/v1/sms/${id}/webhook-attempts`],
    },
    '/webhooks/$id': {
      of: (it) => it.webhook,
      unknown,
      reads: (id) => [`/v1/webhooks/${id}`, `/v1/webhooks/${id}/attempts`, `/v1/webhooks/${id}/replays`],
    },
  },
};

/** An answer without the id that was asked for, and without what differs between any two. */
async function comparable(answer: APIResponse, id: string): Promise<string> {
  const text = (await answer.text()).replaceAll(id, 'ID').replace(/"correlation_id":"[^"]*"/, '');
  return `${answer.status()} ${text}`;
}

for (const [application, role, pages] of [
  ['console', 'reseller_admin', consolePages],
  ['portal', 'owner', portalPages],
] as const) {
  test(`${application}: no page of one object opens an object of another tenant`, async ({ page }) => {
    test.setTimeout(240_000);
    const foreign = await foreignTenant(page.request);
    await signIn(page, application, role);
    const session = await (await page.request.get('/console/session')).json();
    const permissions = new Set<string>(session.permissions);
    const ofOne = pages.filter((it) => it.path.includes('$'));
    let opened = 0;
    for (const entry of ofOne) {
      const isOpen =
        (entry.permission === undefined || permissions.has(entry.permission)) && entry.platform !== true;
      const read = reads[application][entry.path];
      if (!isOpen) {
        await page.goto(`/${application}${entry.path.replace(/\$\w+/, '1')}`);
        await expect(page.getByText('This page is not open to you'), entry.path).toBeVisible();
        continue;
      }
      if (read === undefined) {
        throw new Error(`${entry.path} has no row in this test`);
      }
      opened++;
      const id = read.of(foreign);
      for (const [at, path] of read.reads(id).entries()) {
        const answer = await comparable(await page.request.get(path), id);
        expect(answer, path).toMatch(/^4\d\d /);
        const missing = await page.request.get(read.reads(read.unknown)[at] as string);
        expect(answer, path).toBe(await comparable(missing, read.unknown));
      }
      await page.goto(`/${application}${entry.path.replace(/\$\w+/, id)}`);
      await expect(page.getByRole('alert').first(), entry.path).toContainText('not_found');
      await expect(page.locator('body'), entry.path).not.toContainText(foreign.name);
    }
    expect(opened).toBe(Object.keys(reads[application]).length);
  });
}
