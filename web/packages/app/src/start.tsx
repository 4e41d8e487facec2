import { startLanguage } from '@elchi/i18n';
import { makeTheme } from '@elchi/ui';
import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider } from '@mui/material/styles';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { watchForPeople } from './idle';
import { makeQueryClient } from './queries';

/** Shows an application in the element `root`. */
export async function start(density: 'dense' | 'roomy', application: ReactNode): Promise<void> {
  await startLanguage();
  watchForPeople();
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content;
  const cache = createCache({ key: 'e', ...(nonce === undefined ? {} : { nonce }), prepend: true });
  const root = document.getElementById('root');
  if (root === null) {
    throw new Error('no element root');
  }
  createRoot(root).render(
    <StrictMode>
      <CacheProvider value={cache}>
        <ThemeProvider theme={makeTheme(density)} {...(nonce === undefined ? {} : { nonce })}>
          <CssBaseline enableColorScheme />
          <QueryClientProvider client={makeQueryClient()}>{application}</QueryClientProvider>
        </ThemeProvider>
      </CacheProvider>
    </StrictMode>,
  );
}
