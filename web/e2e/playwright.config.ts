import { defineConfig } from '@playwright/test';

const chromium = process.env.ELCHI_CHROMIUM ?? '/usr/bin/chromium';
const pages = /(pages|roles|language|faults)\.spec\.ts/;

export default defineConfig({
  testDir: '.',
  timeout: 180_000,
  expect: { timeout: 30_000 },
  fullyParallel: false,
  // Side by side: those that look at every page, and those that change things, one after the other each.
  workers: 2,
  projects: [
    { name: 'pages', testMatch: pages, workers: 1 },
    { name: 'journeys', testIgnore: pages, workers: 1 },
  ],
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
  outputDir: '../target/e2e',
  use: {
    baseURL: process.env.ELCHI_URL,
    locale: 'en-GB',
    timezoneId: 'Asia/Tashkent',
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-dev-shm-usage',
      ],
    },
  },
});
