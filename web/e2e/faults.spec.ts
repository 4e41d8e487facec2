import { expect, signIn, test } from './world';

const lists = ['/messages', '/operators', '/accounts'];
const problem = (status: number, code: string) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({
    type: `/docs/errors/${code}`,
    title: code,
    status,
    code,
    retryable: status >= 500,
    correlation_id: 'c-1',
  }),
});

test.describe('a page whose requests fail says so, and comes back', () => {
  for (const [name, answer] of [
    ['500', problem(500, 'internal')],
    ['503', problem(503, 'unavailable')],
    ['429', problem(429, 'rate_limited')],
    ['another system’s page', { status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }],
    ['half an answer', { status: 200, contentType: 'application/json', body: '{"items":[' }],
  ] as const) {
    test(name, async ({ page }) => {
      await signIn(page, 'console', 'super_admin');
      for (const path of lists) {
        await page.route('**/admin/v1/**', (route) => route.fulfill(answer));
        await page.goto(`/console${path}`);
        await expect(page.getByRole('alert').first(), path).toBeVisible();
        await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible();
        await page.unroute('**/admin/v1/**');
      }
    });
  }

  test('no answer at all', async ({ page }) => {
    await signIn(page, 'console', 'super_admin');
    await page.route('**/admin/v1/accounts*', (route) => route.abort());
    await page.goto('/console/accounts');
    await expect(page.getByText('The server did not answer')).toBeVisible();
    await page.unroute('**/admin/v1/accounts*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('grid', { name: 'Accounts' })).toBeVisible();
  });

  test('a slow answer', async ({ page }) => {
    await signIn(page, 'console', 'super_admin');
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/admin/v1/accounts*', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto('/console/accounts');
    await expect(page.locator('[aria-busy="true"]')).toBeVisible();
    release();
    await expect(page.getByRole('grid', { name: 'Accounts' })).toBeVisible();
  });
});
