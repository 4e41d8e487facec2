import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

/** A component in one of its states, with the name of it. */
export function Shown({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Box component="section" aria-label={name} sx={{ minWidth: 0 }}>
      <Box component="h2" sx={{ m: 0, mb: 2, typography: 'caption', color: 'var(--e-palette-elchi-text2)' }}>
        {name}
      </Box>
      {children}
    </Box>
  );
}
