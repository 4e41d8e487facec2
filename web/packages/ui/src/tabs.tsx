import Box from '@mui/material/Box';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import type { ReactNode } from 'react';
import { useChords } from './keys';

interface PageTabsProps<Name extends string> {
  label: string;
  tabs: readonly { name: Name; label: string }[];
  value: Name;
  onChange(name: Name): void;
}

/** The tabs of a page. `g` and a number opens one from everywhere on the page. */
export function PageTabs<Name extends string>({ label, tabs, value, onChange }: PageTabsProps<Name>) {
  useChords('g', Object.fromEntries(tabs.map((it, place) => [String(place + 1), () => onChange(it.name)])));
  return (
    <Tabs value={value} onChange={(_, next: Name) => onChange(next)} aria-label={label}>
      {tabs.map((it, place) => (
        <Tab
          key={it.name}
          value={it.name}
          label={it.label}
          title={`g ${place + 1}`}
          id={`tab-${it.name}`}
          aria-controls={`panel-${it.name}`}
        />
      ))}
    </Tabs>
  );
}

/** What the tab shows. */
export function TabPanel({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Box
      role="tabpanel"
      id={`panel-${name}`}
      aria-labelledby={`tab-${name}`}
      sx={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column', gap: 3 }}
    >
      {children}
    </Box>
  );
}
