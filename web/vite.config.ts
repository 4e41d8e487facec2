import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// One application a run: `APP=console vite build`.
const app = process.env.APP ?? 'console';

export default defineConfig({
  root: `apps/${app}`,
  base: `/${app}/`,
  plugins: [react()],
  build: {
    outDir: `${process.env.OUT ?? '../../target/files'}/${app}`,
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // Files of their own, never data: addresses: the content policy allows no others.
    assetsInlineLimit: 0,
    sourcemap: false,
    // The budgets are those of scripts/size.mjs.
    chunkSizeWarningLimit: 1_000,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: Object.fromEntries(
      [
        '/v1',
        '/admin/v1',
        '/docs',
        '/openapi',
        '/console/session',
        '/console/sign-in',
        // Not the pages that begin so: /console/messages.
        '^/console/me(/|$)',
        '/console/password',
      ].map((path) => [path, process.env.ELCHI_SERVER ?? 'http://127.0.0.1:8080']),
    ),
  },
});
