import { defineConfig } from '@playwright/test';

const port = process.env.GALLERY_PORT ?? '5199';
const vite = 'node node_modules/vite/bin/vite.js';

/** The gallery alone: no server is needed. `npm run gallery`; `npm run gallery -- --update-snapshots` after a change. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 1,
  forbidOnly: true,
  reporter: [['list']],
  outputDir: '../../target/gallery',
  snapshotPathTemplate: '{testDir}/snapshots/{arg}{ext}',
  expect: { toHaveScreenshot: { maxDiffPixelRatio: 0.002, animations: 'disabled', caret: 'hide' } },
  webServer: {
    command: `${vite} build --logLevel warn && ${vite} preview --port ${port} --host 127.0.0.1 --strictPort`,
    cwd: '../..',
    env: { APP: 'gallery' },
    url: `http://127.0.0.1:${port}/gallery/`,
    reuseExistingServer: false,
  },
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    locale: 'en-GB',
    timezoneId: 'Asia/Tashkent',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: process.env.ELCHI_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--font-render-hinting=none',
        '--disable-lcd-text',
        '--force-device-scale-factor=1',
      ],
    },
  },
});
