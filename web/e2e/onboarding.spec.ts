import { expect, signIn, test } from './world';

test('an account is opened, goes through its steps, and its first message is delivered', async ({ page }) => {
  const name = `Bank ${Date.now()}`;
  await signIn(page, 'console', 'super_admin');
  await page.goto('/console/accounts/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  const account = page.url();
  const steps = page.getByRole('listitem').filter({ has: page.getByRole('link') });
  const step = (text: string) => steps.filter({ hasText: text });
  await expect(step('The account has money or a credit limit')).toContainText('To do');
  await expect(step('A message is delivered')).toContainText('To do');

  await page.getByRole('link', { name: 'The account has money or a credit limit' }).click();
  await page.getByRole('button', { name: 'Top up' }).click();
  await page.getByLabel('Amount, UZS').fill('100 000');
  await page.getByLabel('Reference').fill(`first-${Date.now()}`);
  await page.getByLabel('Reason').fill('first payment');
  await page.getByRole('button', { name: 'Top up' }).click();
  await expect(page.getByRole('row').filter({ hasText: '100,000.00' }).first()).toBeVisible();

  await page.goto(account);
  await expect(step('The account has money or a credit limit')).toContainText('Done');
  await page.getByRole('link', { name: 'A sender is allowed' }).click();
  await page.getByRole('button', { name: 'Allow a sender' }).click();
  await page.getByRole('region', { name: 'Allow a sender' }).getByLabel('Sender').fill('NewBank');
  await page.getByRole('region', { name: 'Allow a sender' }).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'NewBank' })).toBeVisible();

  await page.goto(account);
  await page.getByRole('link', { name: 'The account has a key or an SMPP login' }).click();
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByLabel('Name', { exact: true }).fill('first system');
  await page.getByRole('button', { name: 'Create' }).click();
  const key = (await page.getByLabel('Key', { exact: true }).textContent())?.trim() ?? '';
  expect(key).toMatch(/^elchi_/);
  await expect(page.getByText('"from":"NewBank"')).toBeVisible();

  // As its developer does; the simulated operator fails some.
  const staff = { Authorization: `Bearer ${process.env.ELCHI_ADMIN_KEY}` };
  let state = '';
  for (let attempt = 0; attempt < 20 && state !== 'delivered'; attempt++) {
    const sent = await page.request.post('/v1/sms/send', {
      headers: { Authorization: `Bearer ${key}` },
      data: { to: '+998901112244', from: 'NewBank', text: 'Welcome.', class: 'service' },
    });
    expect(sent.status(), await sent.text()).toBe(202);
    const id = (await sent.json()).id as string;
    await expect
      .poll(
        async () => {
          const found = await page.request.get(`/admin/v1/messages/${id}`, { headers: staff });
          state = (await found.json()).state;
          return state;
        },
        { timeout: 60_000 },
      )
      .toMatch(/^(delivered|undelivered|expired|rejected|unknown)$/);
  }
  expect(state).toBe('delivered');

  await page.goto(account);
  await expect(step('A person of the client is invited')).toContainText('To do');
  await expect(step('A message is delivered')).toContainText('Done');
  await expect(step('The account has a key or an SMPP login')).toContainText('Done');
});
