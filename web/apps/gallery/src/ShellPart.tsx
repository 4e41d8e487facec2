import { Card, NavigationProvider, Page, Shell } from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';

export function ShellPart() {
  return (
    <Box sx={{ m: -4 }}>
      <NavigationProvider value={{ go: () => {}, href: (to) => to, path: '/messages' }}>
        <Shell
          product="Elchi Console"
          tenant="A tenant whose name is too long for the bar of a page"
          menu={[
            { entries: [{ to: '/', label: 'Home' }] },
            {
              title: 'Traffic',
              entries: [
                { to: '/live', label: 'Live' },
                { to: '/messages', label: 'Messages' },
              ],
            },
          ]}
          bar={<Button variant="text">Sign out</Button>}
        >
          <Page title="Messages" actions={<Button variant="contained">New</Button>}>
            <Card title="A part of the page">Text.</Card>
          </Page>
        </Shell>
      </NavigationProvider>
    </Box>
  );
}
