// Measures how fast pages show up and answer, in a running demo with the packaged pages, and prints Markdown:
// node scripts/vitals.mjs [folder of the demo's data] [times each page is opened]
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = process.argv[2] ?? join(root, 'data');
const times = Number(process.argv[3] ?? 5);
const interactions = 20;
const properties = Object.fromEntries(
  readFileSync(join(folder, 'cli.properties'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('='))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
);

/** Application, role, and path with what is there when the page has its data. */
const applications = [
  [
    'console',
    'super_admin',
    [
      ['/', 'main h2'],
      ['/live', 'main h2'],
      ['/messages', '[role="grid"] [data-index="0"]'],
      ['message', '[role="tabpanel"] li'],
      ['/operators/1', '[role="grid"] [data-index="0"]'],
      ['/accounts', '[role="grid"] [data-index="0"]'],
      ['/accounts/3', '[role="tabpanel"] section'],
      ['/routes', '[role="grid"] [data-index="0"]'],
    ],
  ],
  [
    'portal',
    'owner',
    [
      ['/', 'main h2'],
      ['/messages', '[role="grid"] [data-index="0"]'],
      ['/analytics', 'main h2'],
      ['/webhooks', 'main h1'],
    ],
  ],
];

/** Routes that the menu opens: the name of the link, and what is there when the page has its data. */
const routes = {
  console: [
    ['Messages', '[role="grid"][aria-label="Messages"] [data-index="0"]'],
    ['Operators', '[role="grid"][aria-label="Operators"] [data-index="0"]'],
    ['Accounts', '[role="grid"][aria-label="Accounts"] [data-index="0"]'],
    ['Routes', '[role="grid"][aria-label="Routes"] [data-index="0"]'],
  ],
  portal: [['Messages', '[role="grid"][aria-label="Messages"] [data-index="0"]']],
};

function percentile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
}
const figure = (value) => value.toFixed(0);
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);
const load = () => readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ');

async function place(path) {
  if (path !== 'message') {
    return path;
  }
  const answer = await fetch(`${properties.url}/admin/v1/messages?state=delivered&limit=1`, {
    headers: { Authorization: `Bearer ${properties.admin_key}` },
  });
  return `/messages/${(await answer.json()).items[0].id}`;
}

/** Keeps what the browser reports: the paints of the largest content, and the time to each interaction's next paint. */
function observe() {
  window.vitals = { paint: 0, interactions: new Map() };
  new PerformanceObserver((list) => {
    window.vitals.paint = list.getEntries().at(-1).startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.interactionId > 0) {
        const before = window.vitals.interactions.get(entry.interactionId) ?? 0;
        window.vitals.interactions.set(entry.interactionId, Math.max(before, entry.duration));
      }
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
}

const browser = await chromium.launch({
  executablePath: process.env.ELCHI_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});

async function newContext(storageState) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Asia/Tashkent',
    reducedMotion: 'reduce',
    ...(storageState === undefined ? {} : { storageState }),
  });
  await context.addInitScript(observe);
  return context;
}

async function signIn(application, role) {
  const context = await newContext();
  const page = await context.newPage();
  await page.goto(`${properties.url}/${application}/`);
  await page.getByLabel('E-mail').fill(`${role}@demo.example`);
  await page.getByLabel('Password').fill(properties.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Opens a page, and answers when its largest content was painted. */
async function paint(context, url, complete) {
  const page = await context.newPage();
  await page.goto(url);
  await page.locator(complete).first().waitFor();
  // Reports come after the paint.
  await page.waitForTimeout(500);
  const at = await page.evaluate(() => window.vitals.paint);
  await page.close();
  return at;
}

/** Answers the milliseconds from the click on a link of the menu to the page with its data. */
function change(page, link, complete) {
  return page
    .getByRole('navigation')
    .getByRole('link', { name: link, exact: true })
    .evaluate(
      (at, selector) =>
        new Promise((resolve) => {
          const began = performance.now();
          const look = () =>
            document.querySelector(selector) === null
              ? requestAnimationFrame(look)
              : requestAnimationFrame(() => resolve(performance.now() - began));
          at.click();
          look();
        }),
      complete,
    );
}

/** Does one thing many times, and answers the time to the next paint of each interaction. */
async function interact(page, act) {
  await page.evaluate(() => window.vitals.interactions.clear());
  for (let done = 0; done < interactions; done++) {
    await act(done);
  }
  await page.waitForTimeout(500);
  return page.evaluate(() => [...window.vitals.interactions.values()]);
}

console.log(
  `Load average before: ${load()}; ${cpus().length} cores, ${cpus()[0]?.model}; Chromium ${browser.version()}.\n`,
);
const states = {};
row('page', 'cold ms p50', 'most', 'warm ms p50', 'most');
row('---', '---', '---', '---', '---');
for (const [application, role, pages] of applications) {
  states[application] = await signIn(application, role);
  for (const [path, complete] of pages) {
    const url = `${properties.url}/${application}${await place(path)}`;
    const cold = [];
    const warm = [];
    for (let time = 0; time < times; time++) {
      // A new context has an empty cache, and the session.
      const context = await newContext(states[application]);
      cold.push(await paint(context, url, complete));
      warm.push(await paint(context, url, complete));
      await context.close();
    }
    row(
      `${application} ${path === 'message' ? '/messages/ID' : path}`,
      figure(percentile(cold, 0.5)),
      figure(Math.max(...cold)),
      figure(percentile(warm, 0.5)),
      figure(Math.max(...warm)),
    );
  }
}

console.log('');
row('change of the page by the menu, with its data', 'first ms', 'again ms p50', 'most');
row('---', '---', '---', '---');
for (const [application, list] of Object.entries(routes)) {
  const context = await newContext(states[application]);
  const page = await context.newPage();
  await page.goto(`${properties.url}/${application}/`);
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  for (const [link, complete] of list) {
    const took = [];
    for (let time = 0; time <= times; time++) {
      took.push(await change(page, link, complete));
      await change(page, 'Home', 'main h2');
    }
    const [first, ...again] = took;
    row(`${application} ${link}`, figure(first), figure(percentile(again, 0.5)), figure(Math.max(...again)));
  }
  await context.close();
}

console.log('');
row('interaction', 'reported', 'ms p50', 'ms p95', 'most');
row('---', '---', '---', '---', '---');
const context = await newContext(states.console);
const page = await context.newPage();
const all = [];
for (const [name, path, complete, act] of [
  [
    'open a tab of an account',
    '/accounts/3',
    '[role="tab"]',
    async (time) => {
      await page
        .getByRole('tab')
        .nth((time + 1) % 4)
        .click();
      await page.locator('[role="tabpanel"]').waitFor();
    },
  ],
  [
    'type a character into a filter',
    '/messages',
    '[role="grid"] [data-index="0"]',
    async (time) => {
      if (time === 0) {
        await page.locator('[data-filter="text"]').click();
      }
      await page.keyboard.press(String(time % 10));
    },
  ],
  [
    'open and close a dialog',
    '/operators/1',
    '[role="grid"] [data-index="0"]',
    async () => {
      await page.getByRole('button', { name: /^Suspend / }).click();
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    },
  ],
  [
    'open and close the command bar',
    '/messages',
    '[role="grid"] [data-index="0"]',
    async () => {
      await page.keyboard.press('Control+k');
      await page.getByRole('listbox').waitFor();
      await page.keyboard.press('Escape');
    },
  ],
]) {
  await page.goto(`${properties.url}/console${path}`);
  await page.locator(complete).first().waitFor();
  const took = await interact(page, act);
  all.push(...took);
  row(
    name,
    took.length,
    ...(took.length === 0
      ? ['below 16', 'below 16', 'below 16']
      : [percentile(took, 0.5), percentile(took, 0.95), Math.max(...took)].map(figure)),
  );
}
row('all', all.length, ...[percentile(all, 0.5), percentile(all, 0.95), Math.max(...all)].map(figure));
await browser.close();
console.log(`\nLoad average after: ${load()}.`);
