import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

/** A server of this test alone: it is stopped and started again. */
const command = JSON.parse(process.env.ELCHI_COMMAND ?? '[]') as string[];
let folder: string;
let port: number;
let running: ChildProcess | undefined;

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function start(): Promise<void> {
  const [program = '', ...given] = command;
  const settings = [`http.port=${port}`, 'http.management_port=0'].flatMap((it) => ['--set', it]);
  // Variables that begin so are settings of the server.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ELCHI_')));
  const child = spawn(program, [...given, 'demo', '--traffic', '0', '--data', folder, ...settings], { env });
  running = child;
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (data: Buffer) => {
      said += data.toString();
      if (said.includes('Ctrl-C stops everything')) {
        resolve();
      }
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', () => reject(new Error(`the server ended: ${said}`)));
  });
  writeFileSync(join(folder, 'said.txt'), said);
}

async function stop(): Promise<void> {
  const child = running;
  running = undefined;
  if (child !== undefined && child.exitCode === null) {
    await new Promise<void>((resolve) => {
      child.removeAllListeners('exit');
      child.on('exit', () => resolve());
      child.kill('SIGTERM');
    });
  }
}

function property(name: string): string {
  const line = readFileSync(join(folder, 'cli.properties'), 'utf8')
    .split('\n')
    .find((it) => it.startsWith(`${name}=`));
  return line?.slice(name.length + 1) ?? '';
}

test.beforeAll(async () => {
  test.setTimeout(300_000);
  test.skip(command.length === 0, 'ELCHI_COMMAND is not set: it is the server without its arguments');
  folder = mkdtempSync(join(tmpdir(), 'elchi-restart-'));
  port = await freePort();
  await start();
});

test.afterAll(async () => {
  await stop();
  if (folder !== undefined) {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the server restarts: the page says so, and goes on without a sign-in or a reload', async ({ page }) => {
  test.setTimeout(300_000);
  const url = `http://127.0.0.1:${port}`;
  await page.goto(`${url}/console/`);
  await page.getByLabel('E-mail').fill('noc@demo.example');
  await page.getByLabel('Password').fill(property('password'));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible();
  // Waited for before the page asks: its answer may be there before the page is.
  const stream = page.waitForResponse((answer) => answer.url().includes('/console/stream'));
  await page.goto(`${url}/console/live`);
  await expect(page.getByText('Read every second')).toBeVisible();

  // The stream has it all: nothing is asked while it is there.
  await stream;
  const asked: string[] = [];
  const tail = page.getByRole('grid', { name: 'The last 50 messages' });
  const before = await send(page.request, url);
  await expect(tail.locator(`a[href$="/messages/${before}"]`).first()).toBeVisible();
  page.on('request', (request) => {
    if (request.url().includes('/admin/v1/')) {
      asked.push(request.url());
    }
  });
  const between = await send(page.request, url);
  await expect(tail.locator(`a[href$="/messages/${between}"]`).first()).toBeVisible();
  expect(asked).toEqual([]);
  page.removeAllListeners('request');

  await stop();
  await expect(page.getByText('The server does not answer')).toBeVisible();
  await start();
  await expect(page.getByText('Read every second')).toBeVisible({ timeout: 60_000 });
  const after = await send(page.request, url);
  await expect(tail.locator(`a[href$="/messages/${after}"]`).first()).toBeVisible({ timeout: 60_000 });
  await expect(tail.locator(`a[href$="/messages/${between}"]`).first()).toBeVisible();
});

async function send(request: import('@playwright/test').APIRequestContext, url: string): Promise<string> {
  const answer = await request.post(`${url}/v1/sms/send`, {
    headers: { Authorization: `Bearer ${property('key')}` },
    data: { to: '+998901112233', from: 'DemoBank', text: 'Your order is on its way.', class: 'service' },
  });
  expect(answer.status()).toBe(202);
  return (await answer.json()).id as string;
}
