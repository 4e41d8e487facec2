import { startLanguage } from '@elchi/i18n';
import { makeTheme, ZoneProvider } from '@elchi/ui';
import '@elchi/ui/fonts.css';
import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider } from '@mui/material/styles';
import { createRoot } from 'react-dom/client';
import { Gallery } from './Gallery';

// A page of developers: it is in no jar, and its own words are English alone.
await startLanguage();
const root = document.getElementById('root');
if (root === null) {
  throw new Error('no element root');
}
createRoot(root).render(
  <ThemeProvider theme={makeTheme('dense')}>
    <CssBaseline enableColorScheme />
    <ZoneProvider value="Asia/Tashkent">
      <Gallery />
    </ZoneProvider>
  </ThemeProvider>,
);
