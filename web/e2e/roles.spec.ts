import { pages as consolePages } from '../apps/console/src/shell/pages';
import { pages as portalPages } from '../apps/portal/src/shell/pages';
import { expect, signIn, test } from './world';

const applications = {
  console: {
    pages: consolePages,
    roles: ['super_admin', 'noc', 'finance', 'sales', 'support', 'reseller_admin'],
  },
  portal: { pages: portalPages, roles: ['owner', 'developer', 'client_finance', 'viewer'] },
} as const;

for (const [application, { pages, roles }] of Object.entries(applications)) {
  for (const role of roles) {
    test(`${application}: ${role} sees the pages that the server allows, and no other`, async ({ page }) => {
      test.setTimeout(300_000);
      await signIn(page, application as 'console' | 'portal', role);
      const session = await (await page.request.get('/console/session')).json();
      const permissions = new Set<string>(session.permissions);
      const refused: string[] = [];
      const closed: string[] = [];
      page.on('response', (response) => {
        if (response.status() === 403) {
          refused.push(`${response.request().method()} ${response.url()}`);
        }
      });
      for (const entry of pages.filter((it) => !it.path.includes('$'))) {
        const allowed =
          (entry.permission === undefined || permissions.has(entry.permission)) &&
          (entry.platform !== true || session.account_type === 'admin');
        refused.length = 0;
        if (allowed) {
          await page.goto(`/${application}${entry.path}`);
          await expect(page.getByRole('heading', { level: 1 }), entry.path).toBeVisible();
          await expect(page.locator('[aria-busy="true"]'), entry.path).toHaveCount(0);
          expect(refused, `${entry.path} asks for what the role may not see`).toEqual([]);
        } else {
          const link = page.getByRole('navigation').locator(`a[href="/${application}${entry.path}"]`);
          await expect(link, entry.path).toHaveCount(0);
          closed.push(entry.path);
        }
      }
      // One address of each is enough: the router asks before the page.
      if (closed[0] !== undefined) {
        await page.goto(`/${application}${closed[0]}`);
        await expect(page.getByText('This page is not open to you')).toBeVisible();
      }
    });
  }
}

test('what is another tenant’s answers as what is not there', async ({ page }) => {
  await signIn(page, 'console', 'reseller_admin');
  const foreign = await page.request.get('/admin/v1/accounts/1');
  const unknown = await page.request.get('/admin/v1/accounts/999999');
  expect(foreign.status()).toBe(unknown.status());
  await page.goto('/console/accounts/1');
  await expect(page.getByRole('alert')).toContainText('not_found');
});
