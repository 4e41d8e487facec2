import { currentLanguage, duration } from '@elchi/i18n';
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import type { Tone } from './tokens';
import { Time } from './values';

export interface TimelineEntry {
  id: string;
  at: string;
  /** Milliseconds since the first entry. */
  afterMillis: number;
  tone: Tone;
  title: ReactNode;
  detail?: ReactNode;
}

/** What happened, one below the other, with the time between. */
export function Timeline({ label, entries }: { label: string; entries: readonly TimelineEntry[] }) {
  const last = Math.max(1, entries.at(-1)?.afterMillis ?? 1);
  return (
    <Box component="ol" aria-label={label} sx={{ m: 0, p: 0, listStyle: 'none' }}>
      {entries.map((entry, place) => {
        const before = place === 0 ? 0 : (entries[place - 1]?.afterMillis ?? 0);
        const gap = entry.afterMillis - before;
        return (
          <Box
            component="li"
            key={entry.id}
            sx={{
              display: 'grid',
              gridTemplateColumns: { xs: '72px 1fr', md: '72px 180px 1fr 220px' },
              columnGap: 3,
              py: 1.5,
              alignItems: 'center',
              borderBottom: '1px solid var(--e-palette-elchi-raised)',
            }}
          >
            <Box sx={{ textAlign: 'end', color: 'var(--e-palette-elchi-text2)' }}>
              {place === 0 ? '' : `+${duration(currentLanguage(), gap)}`}
            </Box>
            <Box sx={{ display: { xs: 'none', md: 'block' } }}>
              <Time value={entry.at} millis />
            </Box>
            <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
              <Box
                component="span"
                sx={{ fontWeight: 600, color: `var(--e-palette-elchi-states-${entry.tone}-text)` }}
              >
                {entry.title}
              </Box>
              {entry.detail !== undefined && (
                <Box component="span" sx={{ color: 'var(--e-palette-elchi-text2)', ml: 2 }}>
                  {entry.detail}
                </Box>
              )}
            </Box>
            <Box
              aria-hidden="true"
              sx={{ display: { xs: 'none', md: 'block' }, position: 'relative', height: 8 }}
            >
              <Box
                sx={{
                  position: 'absolute',
                  left: `${(before / last) * 100}%`,
                  width: `${Math.max(1, (gap / last) * 100)}%`,
                  height: 8,
                  borderRadius: 1,
                  backgroundColor: `var(--e-palette-elchi-states-${entry.tone}-text)`,
                }}
              />
            </Box>
          </Box>
        );
      })}
    </Box>
  );
}
