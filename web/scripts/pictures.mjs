// Makes the pictures of docs/guides from a running demo: node scripts/pictures.mjs [folder of the demo's data]
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = process.argv[2] ?? join(root, 'data');
const properties = Object.fromEntries(
  readFileSync(join(folder, 'cli.properties'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('='))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
);
const target = join(root, 'docs/guides/pictures');

/** File, application, role, path, and a text that is there when the page is complete. */
const pictures = [
  ['console-live', 'console', 'noc', '/live', 'The last 50 messages'],
  ['console-operator', 'console', 'noc', 'operator:perfectum', 'perfectum'],
  ['console-explain', 'console', 'support', 'message', 'beeline'],
  ['console-approvals', 'console', 'super_admin', '/approvals', 'invoice 2026-114'],
  ['portal-analytics', 'portal', 'owner', '/analytics', 'Delivered'],
];

async function admin(path) {
  const answer = await fetch(`${properties.url}${path}`, {
    headers: { Authorization: `Bearer ${properties.admin_key}` },
  });
  return (await answer.json()).items;
}

async function place(path) {
  if (path.startsWith('operator:')) {
    const name = path.slice('operator:'.length);
    return `/operators/${(await admin('/admin/v1/operators')).find((it) => it.name === name).id}`;
  }
  if (path === 'message') {
    const found = await admin('/admin/v1/messages?state=delivered&limit=50');
    return `/messages/${found.find((it) => it.operator === 'beeline').id}?tab=why`;
  }
  return path;
}

const browser = await chromium.launch({
  executablePath: process.env.ELCHI_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
});
mkdirSync(target, { recursive: true });
for (const [file, application, role, path, text] of pictures) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Asia/Tashkent',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(`${properties.url}/${application}/`);
  await page.getByLabel('E-mail').fill(`${role}@demo.example`);
  await page.getByLabel('Password').fill(properties.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  await page.goto(`${properties.url}/${application}${await place(path)}`);
  await page.getByText(text).first().waitFor();
  // Charts grow by the second.
  await page.waitForTimeout(path === '/live' ? 30_000 : 2_000);
  await page.screenshot({ path: join(target, `${file}.png`) });
  await context.close();
  console.log(file);
}
await browser.close();
