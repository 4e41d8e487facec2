import { currentLanguage, decimal } from '@elchi/i18n';
import Box from '@mui/material/Box';
import { light } from './tokens';

export interface Series {
  label: string;
  /** One value a second, the newest last; undefined where none was read: a gap, and no zero. */
  values: readonly (number | undefined)[];
}

const dashes = ['', '6 3', '2 3', '8 3 2 3', '1 3', '12 4'];

/** Lines over the last seconds. The values now are beside them, in words. */
export function Lines({
  label,
  series,
  seconds,
  height = 160,
}: {
  label: string;
  series: readonly Series[];
  seconds: number;
  height?: number;
}) {
  const most = Math.max(1, ...series.flatMap((it) => it.values.filter((value) => value !== undefined)));
  return (
    <Box>
      <Box
        component="ul"
        aria-label={label}
        sx={{ display: 'flex', gap: 6, flexWrap: 'wrap', listStyle: 'none', m: 0, p: 0, mb: 2 }}
      >
        {series.map((it, place) => (
          <li key={it.label}>
            <svg width="24" height="8" aria-hidden="true">
              <line
                x1="0"
                y1="4"
                x2="24"
                y2="4"
                stroke={color(place)}
                strokeWidth="2"
                strokeDasharray={dashes[place]}
              />
            </svg>{' '}
            {it.label}{' '}
            <Box component="strong" sx={{ fontSize: 20 }}>
              {it.values.at(-1) === undefined ? '–' : rate(it.values.at(-1) ?? 0)}
            </Box>
          </li>
        ))}
      </Box>
      <Box
        component="svg"
        aria-hidden="true"
        viewBox={`0 0 ${seconds} 100`}
        preserveAspectRatio="none"
        sx={{ width: '100%', height, borderBottom: '1px solid var(--e-palette-divider)' }}
      >
        {series.map((it, place) => (
          <path
            key={it.label}
            d={pathOf(it.values, seconds, most)}
            fill="none"
            stroke={color(place)}
            strokeWidth="2"
            strokeDasharray={dashes[place]}
            vectorEffect="non-scaling-stroke"
          />
        ))}
      </Box>
    </Box>
  );
}

function color(place: number): string {
  return `var(--e-palette-elchi-series-${place % light.series.length})`;
}

/** The newest value is at the right edge; a gap begins a new line. */
export function pathOf(values: readonly (number | undefined)[], seconds: number, most: number): string {
  const begin = seconds - values.length;
  let drawing = false;
  return values
    .map((value, place) => {
      if (value === undefined) {
        drawing = false;
        return '';
      }
      const command = drawing ? 'L' : 'M';
      drawing = true;
      return `${command}${begin + place} ${(100 - (value / most) * 98).toFixed(1)}`;
    })
    .join('');
}

/** Small rates need their fraction: one message in two seconds is not none. */
function rate(value: number): string {
  return decimal(currentLanguage(), value.toFixed(value < 10 ? 1 : 0));
}
