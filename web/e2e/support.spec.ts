import { expect, sendDelivered, signIn, signInByKeys, test } from './world';

test('Support finds a message by its number, and reads why, with six presses of keys', async ({ page }) => {
  const id = await sendDelivered(page, '+998901112233');
  await signInByKeys(page, 'console', 'support');
  let presses = 0;
  const press = (key: string) => {
    presses++;
    return page.keyboard.press(key);
  };
  await press('/');
  // A number is pasted: one press.
  presses++;
  await page.keyboard.insertText('+998 90 111 22 33');
  await press('Enter');
  await expect(page).toHaveURL(/messages\?to=/);
  // The first row has the focus.
  const row = page.getByRole('row').and(page.locator(':focus'));
  await expect(row).toContainText('+998 90 *** ** 33');
  await press('Enter');
  await expect(page).toHaveURL(new RegExp(`/console/messages/${id}`));
  await expect(page.getByText(/Delivered by beeline .* after acceptance/)).toBeVisible({ timeout: 60_000 });
  // The second tab.
  await press('g');
  await press('2');
  await expect(page.getByRole('tabpanel')).toContainText('beeline');
  await expect(page.getByRole('tabpanel')).toContainText('Prefix');
  expect(presses).toBeLessThanOrEqual(6);
});

test('an OTP is never shown, not even in the raw form', async ({ page }) => {
  const answer = await page.request.post('/v1/sms/send', {
    headers: { Authorization: `Bearer ${process.env.ELCHI_BANK_KEY}` },
    data: { to: '+998901112244', from: 'DemoBank', text: 'Your code is 481516', class: 'otp' },
  });
  const { id } = await answer.json();
  await signIn(page, 'console', 'super_admin');
  await page.goto(`/console/messages/${id}?tab=raw`);
  await expect(page.getByRole('region', { name: 'Raw' })).toContainText(id);
  await expect(page.locator('body')).not.toContainText('481516');
});
