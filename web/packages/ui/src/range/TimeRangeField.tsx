import { useTexts } from '@elchi/i18n';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import { useChords } from '../keys';
import { Note, PopoverButton } from '../popover';
import { useZone } from '../values';
import { frozen, isFixed, millisOf, rangeText, shifted, type TimeRange } from './range';
import { typedRange } from './typed';

const usual = ['-15m', '-1h', 'today', '-24h', '-7d'] as const;

interface TimeRangeFieldProps {
  value: TimeRange;
  onChange(range: TimeRange): void;
  /** Whether the page can show all time. */
  mayBeAll?: boolean;
  /** Beginnings that are offered beside the usual ones: `-30d`. */
  more?: readonly string[];
}

/** The time of a page: presets, typed text, keys and buttons to freeze it and to move it. */
export function TimeRangeField({ value, onChange, mayBeAll = false, more = [] }: TimeRangeFieldProps) {
  const { t } = useTexts('range');
  const zone = useZone();
  const name = useRangeName();
  const isAll = value.from === undefined && value.to === undefined;
  const canShift = value.from !== undefined;

  const freeze = () => !isAll && onChange(frozen(value, new Date(), zone));
  const shift = (by: -1 | 1) => canShift && onChange(shifted(value, by, new Date(), zone));
  useChords('t', { a: freeze, ArrowLeft: () => shift(-1), ArrowRight: () => shift(1) });

  const moves = { variant: 'text', disabled: !canShift, sx: { minWidth: 32, px: 1 } } as const;
  return (
    <Box
      role="group"
      aria-label={t('time')}
      sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1 }}
    >
      <Button {...moves} aria-label={t('earlier')} title={`${t('earlier')} (t ←)`} onClick={() => shift(-1)}>
        ←
      </Button>
      <PopoverButton label={name(value)} title={t('time')}>
        {(close) => {
          const choose = (range: TimeRange) => {
            close();
            onChange(range);
          };
          return (
            <>
              <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
                {[...(mayBeAll ? [undefined] : []), ...usual, ...more].map((from) => (
                  <li key={from ?? ''}>
                    <Button
                      fullWidth
                      variant={value.to === undefined && value.from === from ? 'outlined' : 'text'}
                      aria-pressed={value.to === undefined && value.from === from}
                      onClick={() => choose({ from })}
                      sx={{ justifyContent: 'start' }}
                    >
                      {name({ from })}
                    </Button>
                  </li>
                ))}
              </Box>
              <Typed value={value} onChosen={choose} />
              {!isAll && !isFixed(value) && (
                <Button variant="text" onClick={() => choose(frozen(value, new Date(), zone))}>
                  {t('freeze')}
                </Button>
              )}
              <Note>{t('zone', { zone })}</Note>
              <Note>{t('keys')}</Note>
            </>
          );
        }}
      </PopoverButton>
      <Button {...moves} aria-label={t('later')} title={`${t('later')} (t →)`} onClick={() => shift(1)}>
        →
      </Button>
      <Box component="span" sx={{ color: 'var(--e-palette-elchi-text2)' }}>
        {zone}
      </Box>
    </Box>
  );
}

function Typed({ value, onChosen }: { value: TimeRange; onChosen(range: TimeRange): void }) {
  const { t } = useTexts('range');
  const zone = useZone();
  const [text, setText] = useState(() => rangeText(value, zone));
  const [isWrong, setWrong] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    const range = typedRange(text, new Date(), zone);
    setWrong(range === undefined);
    if (range !== undefined) {
      onChosen(range);
    }
  }

  return (
    <Box component="form" onSubmit={submit} sx={{ display: 'flex', gap: 2, alignItems: 'start', pt: 1 }}>
      <TextField
        autoFocus
        label={t('typed')}
        value={text}
        error={isWrong}
        helperText={
          <>
            {isWrong && <>{t('wrong')} </>}
            <code>-3h · 24.11 · 24.11 10:00..11:30</code>
          </>
        }
        onChange={(event) => setText(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 80, autoComplete: 'off' } }}
      />
      <Button type="submit" variant="outlined" sx={{ minHeight: 40, flexShrink: 0 }}>
        {t('show')}
      </Button>
    </Box>
  );
}

/** How a range is called: `Last 24 h`, `Today`, or both its ends. */
export function useRangeName(): (range: TimeRange) => string {
  const { t } = useTexts('range');
  const zone = useZone();
  return ({ from, to }) => {
    if (from === undefined && to === undefined) {
      return t('all_time');
    }
    if (to !== undefined || (millisOf(from) === undefined && from !== 'today')) {
      return rangeText({ from, to }, zone);
    }
    return from === 'today'
      ? t('today')
      : t(`last_${from?.slice(-1) as 'm' | 'h' | 'd' | 'w'}`, { n: from?.slice(1, -1) });
  };
}
