import Box from '@mui/material/Box';
import { PageLink } from './navigation';
import type { Tone } from './tokens';

interface Bar {
  name: string;
  /** The page of what the bar counts. The table that stands beside has the link for the keyboard. */
  to?: string;
  parts: readonly { tone: Tone; value: number; label: string }[];
}

/** Stacked bars, and the same figures as a table for those who do not see them. */
export function Bars({ label, bars, height = 64 }: { label: string; bars: readonly Bar[]; height?: number }) {
  const most = Math.max(1, ...bars.map((bar) => bar.parts.reduce((sum, it) => sum + it.value, 0)));
  return (
    <Box sx={{ position: 'relative', overflow: 'hidden' }}>
      <Box aria-hidden="true" sx={{ display: 'flex', alignItems: 'flex-end', gap: '2px', height }}>
        {bars.map((bar) => (
          <Box
            key={bar.name}
            title={[bar.name, ...bar.parts.map((it) => `${it.label}: ${it.value}`)].join(', ')}
            sx={{ flex: 1, maxWidth: 24, display: 'flex', height: '100%' }}
          >
            {bar.to === undefined ? (
              <Parts bar={bar} most={most} />
            ) : (
              <PageLink to={bar.to} tabIndex={-1} style={{ display: 'flex', flex: 1 }}>
                <Parts bar={bar} most={most} />
              </PageLink>
            )}
          </Box>
        ))}
      </Box>
      {/* A table is as wide as its words, whatever its style says. */}
      <Box sx={visuallyHidden}>
        <table aria-label={label}>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.name}>
                <th>{bar.name}</th>
                {bar.parts.map((it) => (
                  <td key={it.label}>
                    {it.label} {it.value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Box>
    </Box>
  );
}

function Parts({ bar, most }: { bar: Bar; most: number }) {
  return (
    <Box sx={{ flex: 1, display: 'flex', flexDirection: 'column-reverse', height: '100%' }}>
      {bar.parts.map((it) => (
        <Box
          key={it.label}
          sx={{
            height: `${(it.value / most) * 100}%`,
            backgroundColor: `var(--e-palette-elchi-states-${it.tone}-text)`,
          }}
        />
      ))}
    </Box>
  );
}

export const visuallyHidden = {
  position: 'absolute',
  // Numbers up to 1 are shares to the library.
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clip: 'rect(0 0 0 0)',
  whiteSpace: 'nowrap',
} as const;
