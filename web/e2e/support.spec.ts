import { expect, sendDelivered, signIn, test } from './world';

test('Support finds a message by its number, and reads why, by keyboard alone', async ({ page }) => {
  const id = await sendDelivered(page, '+998901112233');
  await signIn(page, 'console', 'support');
  // 1: the search. 2: the number, pasted. 3: Enter.
  await page.keyboard.press('/');
  await page.keyboard.insertText('+998 90 111 22 33');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/messages\?to=/);
  const row = page
    .getByRole('row')
    .filter({ has: page.getByRole('link') })
    .first();
  await expect(row).toContainText('+998 90 *** ** 33');
  // 4: the first row. 5: its page.
  await row.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/console/messages/${id}`));
  await expect(page.getByText(/Delivered by beeline .* after acceptance/)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('tab', { name: 'Timeline' }).focus();
  // 6: the next tab.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tabpanel')).toContainText('beeline');
  await expect(page.getByRole('tabpanel')).toContainText('Prefix');
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
