import { expect, signIn, test, world } from './world';

test('a message is counted while one types, checked, and sent with a pasted key', async ({ page }) => {
  await signIn(page, 'portal', 'developer');
  await page.getByRole('link', { name: 'Test send' }).click();
  await page.getByLabel('Text').fill('Salom €');
  await expect(page.getByRole('region', { name: 'As typed' })).toContainText('8 / 160');
  await page.getByLabel('Text').fill('Salom ю');
  await expect(page.getByRole('region', { name: 'As typed' })).toContainText('ю (U+044E), place 7');
  await page.getByLabel('API key').fill(world.bankKey);
  await page.getByLabel('To', { exact: true }).fill('+998901112288');
  await page.getByLabel('Sender').fill('DemoBank');
  await page.getByRole('button', { name: 'Check without sending' }).click();
  await expect(page.getByText('It would be accepted')).toBeVisible();
  await expect(page.getByRole('region', { name: 'The same request as a command' }).first()).toContainText(
    '$ELCHI_KEY',
  );
  await page.getByRole('button', { name: 'Send for real' }).click();
  await page.getByRole('link', { name: 'Open the message' }).click();
  // It went to an operator. Simulated operators fail some messages: how it ends is not asked here.
  await expect(page.getByRole('list', { name: 'Timeline' })).toContainText('Submitted', {
    timeout: 60_000,
  });
  await page.goBack();
  // The key was in the memory of the page alone.
  await expect(page.getByLabel('API key')).toHaveValue('');
});
