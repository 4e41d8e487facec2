import Box from '@mui/material/Box';
import type { ComponentType } from 'react';
import { Charts } from './Charts';
import { Danger2, Danger3 } from './Danger';
import { Forms } from './Forms';
import { Ranges } from './Ranges';
import { ShellPart } from './ShellPart';
import { States } from './States';
import { Tables } from './Tables';
import { Values } from './Values';

/** All parts, by the name in the address: `?part=values`. */
export const parts: Readonly<Record<string, ComponentType>> = {
  values: Values,
  states: States,
  charts: Charts,
  tables: Tables,
  forms: Forms,
  ranges: Ranges,
  shell: ShellPart,
  'danger-2': Danger2,
  'danger-3': Danger3,
};

/** The components of packages/ui in all their states: all of them, or the part that the address names. */
export function Gallery() {
  const wanted = new URLSearchParams(location.search).get('part');
  const Part = parts[wanted ?? ''];
  if (Part !== undefined) {
    return (
      <Box component="main" sx={{ p: 4, display: 'flex', flexDirection: 'column', gap: 6 }}>
        <Part />
      </Box>
    );
  }
  return (
    <Box component="main" sx={{ p: 4 }}>
      <h1>Components</h1>
      <ul>
        {Object.keys(parts).map((it) => (
          <li key={it}>
            <a href={`?part=${it}`}>{it}</a>
          </li>
        ))}
      </ul>
    </Box>
  );
}
