import { expect, signIn, test, world } from './world';

/** What an operator engineer adds: an operator, a link, and a change that somebody else was faster with. */
test('an operator and a link are added, and a change of an old version is told', async ({ page }) => {
  await signIn(page, 'console', 'super_admin');
  const name = `editor-${Date.now()}`;
  await page.goto('/console/operators');
  await page.getByRole('link', { name: 'New operator' }).click();
  await page.getByLabel('Name').fill('Not A Name');
  await page.getByLabel('MCC').click();
  await expect(page.getByText('not valid', { exact: false })).toBeVisible();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Default cost of a part').fill('41,5');
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText('UZS 41.50').first()).toBeVisible();

  await page.getByRole('link', { name: 'New link' }).click();
  await page.getByLabel('Name').fill(`${name}-1`);
  await page.getByLabel('Host').fill('127.0.0.1');
  await page.getByLabel('System id').fill('elchi');
  await page.getByLabel('Password').fill('secret');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('link', { name: `${name}-1` }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${name}-1` })).toBeVisible();
  await expect(page.getByLabel('Password')).toHaveValue('');

  const id = page.url().split('/').at(-1);
  await page.getByLabel('Window').fill('77');
  const headers = { Authorization: `Bearer ${process.env.ELCHI_ADMIN_KEY}` };
  const other = await page.request.patch(`${world.url}/admin/v1/smpp-links/${id}`, {
    headers,
    data: { throughput: 5 },
  });
  expect(other.status()).toBe(200);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Somebody else changed this')).toBeVisible();
  await expect(page.getByLabel('Window')).toHaveValue('77');
  await expect(page.getByLabel('Parts a second')).toHaveValue('5');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Somebody else changed this')).toHaveCount(0);
  await expect
    .poll(
      async () =>
        (await (await page.request.get(`${world.url}/admin/v1/smpp-links/${id}`, { headers })).json())
          .send_window,
    )
    .toBe(77);
});
