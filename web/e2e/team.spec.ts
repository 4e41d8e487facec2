import { expect, signIn, test, world } from './world';

test('an owner invites a person, who chooses a password and signs in', async ({ page, browser }) => {
  const run = Date.now();
  const name = `Aziz ${run}`;
  const email = `aziz-${run}@demo.example`;
  await signIn(page, 'portal', 'owner');
  await page.getByRole('link', { name: 'Team' }).click();
  await page.getByRole('button', { name: 'Invite a person' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Reason').fill('a new colleague');
  await page.getByRole('button', { name: 'Save' }).click();
  const link = await page.locator(`code[aria-label="Link for ${name}"]`).innerText();
  await page.getByRole('button', { name: 'I sent it' }).click();
  expect(await page.content()).not.toContain(link);
  await expect(page.getByRole('row').filter({ hasText: email })).toContainText('Invited');
  const other = await (await browser.newContext()).newPage();
  await other.goto(link.replace(/^https?:\/\/[^/]+/, world.url));
  await other.getByLabel('New password').fill('correct horse battery staple 7');
  await other.getByRole('button', { name: 'Set the password' }).click();
  await other.getByLabel('E-mail').fill(email);
  await other.getByLabel('Password').fill('correct horse battery staple 7');
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
  await other.goto(`${world.url}/portal/me`);
  await expect(other.getByRole('grid', { name: 'Sessions' })).toContainText('This browser');
  await expect(other.getByRole('grid', { name: 'Sign-ins' })).toContainText('Signed in');
  // The owner ends the sessions: the other browser has to sign in again.
  await page.getByRole('button', { name: `Sign ${name} out everywhere` }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `Sign ${name} out everywhere` })
    .click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await other.reload();
  await expect(other.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await other.context().close();
});

test('an SMPP login is made: its password is shown once', async ({ page }) => {
  const name = `bank${Date.now() % 1_000_000}`;
  await signIn(page, 'portal', 'owner');
  await page.getByRole('link', { name: 'SMPP logins' }).click();
  await page.getByRole('button', { name: 'New login' }).click();
  await page.getByLabel('system_id').fill(name);
  await page.getByRole('button', { name: 'Create' }).click();
  const password = await page.locator('code[aria-label="Password"]').innerText();
  await expect(page.getByRole('region', { name: 'Connection' })).toContainText(name);
  await page.getByRole('button', { name: 'I stored it' }).click();
  expect(await page.content()).not.toContain(password);
  await page.getByRole('button', { name: `Binds of ${name}` }).click();
  await expect(page.getByText('Nobody is bound')).toBeVisible();
  await page.getByRole('button', { name: `Remove ${name}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Type/).fill(name);
  await dialog.getByLabel('Reason').fill('the test is over');
  await dialog.getByRole('button', { name: `Remove ${name}` }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: `Binds of ${name}` })).toHaveCount(0);
});
