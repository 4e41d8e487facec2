import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';

/** What the runner made before: a packaged server with the demo's data. */
export const world = {
  password: need('ELCHI_PASSWORD'),
  bankKey: need('ELCHI_BANK_KEY'),
  url: need('ELCHI_URL'),
};

function need(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: these tests are started by WebTest of the module e2e`);
  }
  return value;
}

/** Signs in by the page, as a person does. */
export async function signIn(page: Page, application: 'console' | 'portal', role: string): Promise<void> {
  await page.goto(`/${application}/`);
  await page.getByLabel('E-mail').fill(`${role}@demo.example`);
  await page.getByLabel('Password').fill(world.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
}

type Role = Parameters<Page['getByRole']>[0];

/** Presses Tab until the control has the focus, as a person without a mouse does. Says what had it instead. */
export async function tabTo(page: Page, role: Role, name: string | RegExp, most = 60): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: typeof name === 'string' }).and(page.locator(':focus'));
  const passed: string[] = [];
  for (let presses = 0; presses <= most; presses++) {
    if ((await wanted.count()) > 0) {
      return;
    }
    passed.push(
      await page.evaluate(() => {
        const at = document.activeElement;
        return `${at?.tagName} ${(at?.getAttribute('aria-label') ?? at?.textContent ?? '').slice(0, 40)}`;
      }),
    );
    await page.keyboard.press('Tab');
  }
  throw new Error(`${most} presses of Tab did not reach ${role} ${name}, but: ${passed.join('; ')}`);
}

/** Opens what the command bar calls `name`, by keys: what is typed, the cursor keys, Enter. */
export async function openByName(page: Page, typed: string, name: string | RegExp): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.insertText(typed);
  const option = page.getByRole('option', { name, exact: typeof name === 'string' });
  await expect(option.first()).toBeVisible();
  const chosen = page.getByRole('option', { selected: true }).and(option);
  for (let presses = 0; (await chosen.count()) === 0; presses++) {
    expect(presses, `the cursor does not reach ${name}`).toBeLessThan(20);
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
}

/** As `signIn`, by keys alone. */
export async function signInByKeys(
  page: Page,
  application: 'console' | 'portal',
  role: string,
): Promise<void> {
  await page.goto(`/${application}/`);
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.keyboard.insertText(`${role}@demo.example`);
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Password')).toBeFocused();
  await page.keyboard.insertText(world.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
}

/** What of the page cannot be used with assistive technology. */
export async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found.violations.map((it) => `${it.id}: ${it.nodes[0]?.html} ${it.nodes[0]?.failureSummary}`);
}

/** Sends a message over the API, as the bank does. Answers its id. */
export async function send(page: Page, to: string, messageClass = 'transactional'): Promise<string> {
  const answer = await page.request.post('/v1/sms/send', {
    headers: { Authorization: `Bearer ${world.bankKey}` },
    data: { to, from: 'DemoBank', text: 'Your order is on its way.', class: messageClass },
  });
  expect(answer.status()).toBe(202);
  return (await answer.json()).id as string;
}

/** As `send`, until the simulated operator delivers one: it loses and fails some, as operators do. */
export async function sendDelivered(page: Page, to: string): Promise<string> {
  const headers = { Authorization: `Bearer ${world.bankKey}` };
  for (let attempt = 0; attempt < 20; attempt++) {
    const id = await send(page, to);
    let state = '';
    await expect
      .poll(
        async () => {
          state = (await (await page.request.get(`/v1/sms/${id}`, { headers })).json()).state;
          return state;
        },
        { timeout: 60_000 },
      )
      .not.toMatch(/accepted|queued|submitted/);
    if (state === 'delivered') {
      return id;
    }
  }
  throw new Error('twenty messages were not delivered');
}

/** Fails a test whose page broke the content policy, threw, or asked another host. */
export const test = base.extend({
  page: async ({ page }, use) => {
    const wrong: string[] = [];
    page.on('pageerror', (error) => wrong.push(`thrown: ${error.message}`));
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) {
        wrong.push(message.text());
      }
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(world.url) && !url.startsWith('data:') && !url.startsWith('blob:')) {
        wrong.push(`another host: ${url}`);
      }
    });
    await use(page);
    expect(wrong).toEqual([]);
  },
});

export { expect };
