import { expect, signIn, test, world } from './world';

const names = [
  '<img src=x onerror="window.hit=1">',
  '"><script>window.hit=1</script>',
  "javascript:window.hit=1//'",
  '{{constructor.constructor("window.hit=1")()}}',
];

test('names and references of clients are text and never markup', async ({ page }) => {
  const admin = { headers: { Authorization: `Bearer ${process.env.ELCHI_ADMIN_KEY}` } };
  for (const [place, name] of names.entries()) {
    const made = await page.request.post('/admin/v1/accounts', {
      ...admin,
      data: {
        type: 'client',
        parent_id: 1,
        name: `${name} ${place} ${Date.now()}`,
        contact: name,
        currency: 'UZS',
      },
    });
    expect(made.status()).toBe(201);
    const sent = await page.request.post('/v1/sms/send', {
      headers: { Authorization: `Bearer ${world.bankKey}` },
      data: {
        to: '+998901112277',
        from: 'DemoBank',
        text: name,
        class: 'transactional',
        reference: name.slice(0, 60),
        meta: { x: name },
      },
    });
    expect([202, 422]).toContain(sent.status());
  }
  await signIn(page, 'console', 'super_admin');
  for (const path of ['/accounts', '/messages', '/search?q=img', '/refused', '/audit', '/ledger']) {
    await page.goto(`/console${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    expect(await page.evaluate(() => (window as unknown as { hit?: number }).hit)).toBeUndefined();
  }
  await page.goto('/console/accounts');
  await expect(page.getByText(names[0] ?? '', { exact: false }).first()).toBeVisible();
});

test('the pages cannot be framed, a form cannot be forged, and a session is new at each sign-in', async ({
  page,
}) => {
  const answer = await page.request.get('/console');
  expect(answer.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
  await signIn(page, 'console', 'super_admin');
  const first = (await page.context().cookies()).find((it) => it.name.includes('elchi'));
  expect(first?.httpOnly).toBe(true);
  expect(first?.sameSite).toBe('Strict');
  // A session that somebody else knows is planted before the next sign-in: it is not the one that begins.
  await page.context().clearCookies();
  // The prefix __Host- wants an address with TLS; ports and schemes share cookies here.
  const url = world.url.replace('http:', 'https:');
  await page.context().addCookies([{ name: first?.name ?? '', value: 'planted', url, secure: true }]);
  expect((await page.context().cookies()).map((it) => it.value)).toContain('planted');
  await signIn(page, 'console', 'super_admin');
  const session = (await page.context().cookies()).find((it) => it.name.includes('elchi'));
  expect(session?.value).not.toBe('planted');
  expect(session?.value).not.toBe(first?.value);
  const forged = await page.request.patch('/admin/v1/accounts/3', { data: { name: 'forged' } });
  expect(forged.status()).toBe(403);
  expect((await forged.json()).code).toBe('csrf_token_missing');
  // Nothing secret lies where scripts of tomorrow may read it.
  const stored = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
  );
  expect(stored).not.toContain(session?.value ?? 'no session');
});
