import { currentLanguage, dateTime, duration, money as moneyText, phone, useTexts } from '@elchi/i18n';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Tooltip from '@mui/material/Tooltip';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { mono } from './theme';
import type { Tone } from './tokens';

/** The zone of all times on a page (IANA name). */
const Zone = createContext('Asia/Tashkent');
export const ZoneProvider = Zone.Provider;
export const useZone = () => useContext(Zone);

/** Copies text, and says so for two seconds. */
export function useCopy(): [copied: boolean, copy: (text: string) => void] {
  const [copied, setCopied] = useState(false);
  return [
    copied,
    (text) => {
      void navigator.clipboard.writeText(text).then(() => {
        setCopied(true);
        setTimeout(() => setCopied(false), 2000);
      });
    },
  ];
}

export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTexts('common');
  const [copied, copy] = useCopy();
  return (
    <Button variant="text" onClick={() => copy(text)} aria-live="polite">
      {copied ? t('copied') : (label ?? t('copy'))}
    </Button>
  );
}

/** An id: shortened in the middle, copied as a whole. */
export function Id({ value, whole = false }: { value: string; whole?: boolean }) {
  const { t } = useTexts('common');
  const [copied, copy] = useCopy();
  const short = !whole && value.length > 16 ? `${value.slice(0, 8)}…${value.slice(-5)}` : value;
  return (
    <Tooltip title={copied ? t('copied') : `${t('copy')}: ${value}`}>
      <Box
        component="button"
        type="button"
        aria-label={`${t('copy')} ${value}`}
        onClick={(event) => {
          event.preventDefault();
          event.stopPropagation();
          copy(value);
        }}
        sx={{ all: 'unset', cursor: 'copy', fontFamily: mono, fontSize: '0.95em', whiteSpace: 'nowrap' }}
      >
        {short}
      </Box>
    </Tooltip>
  );
}

/** A telephone number. */
export function Phone({ value, masked = true }: { value: string; masked?: boolean }) {
  return <span style={{ whiteSpace: 'nowrap' }}>{phone(value, masked)}</span>;
}

export interface Amount {
  amount: string;
  currency: string;
}

/** Two decimals at least; unit prices show up to six. */
export function Money({ value }: { value: Amount | undefined }) {
  if (value === undefined) {
    return <None />;
  }
  return (
    <span style={{ whiteSpace: 'nowrap' }}>{moneyText(currentLanguage(), value.amount, value.currency)}</span>
  );
}

/** An instant in the page's zone; UTC on hover. */
export function Time({ value, millis = false }: { value: string | undefined; millis?: boolean }) {
  const zone = useZone();
  if (value === undefined) {
    return <None />;
  }
  const at = new Date(value);
  return (
    <time dateTime={value} title={at.toISOString()} style={{ whiteSpace: 'nowrap' }}>
      {dateTime(at, zone, millis)}
    </time>
  );
}

export function Duration({ millis }: { millis: number | undefined }) {
  return millis === undefined ? <None /> : <span>{duration(currentLanguage(), millis)}</span>;
}

/** What is not there. */
export function None() {
  return (
    <Box component="span" sx={{ color: 'var(--e-palette-elchi-text3)' }}>
      –
    </Box>
  );
}

const icons: Record<Tone, string> = { ok: '✓', info: '●', warn: '▲', bad: '✕', quiet: '–', unknown: '?' };

/** A state: a sign and a word, and a colour. */
export function State({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <Box
      component="span"
      data-state={tone}
      sx={{
        display: 'inline-flex',
        gap: 1,
        alignItems: 'center',
        px: 1.5,
        borderRadius: 1,
        whiteSpace: 'nowrap',
        fontWeight: 500,
        color: `var(--e-palette-elchi-states-${tone}-text)`,
        backgroundColor: `var(--e-palette-elchi-states-${tone}-tint)`,
      }}
    >
      <span aria-hidden="true">{icons[tone]}</span>
      {children}
    </Box>
  );
}

/** A secret that is shown once: whole, to be copied. */
export function Secret({ value, label }: { value: string; label: string }) {
  return (
    <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
      <Box
        component="code"
        aria-label={label}
        sx={{
          fontFamily: mono,
          p: 2,
          border: '1px solid var(--e-palette-divider)',
          borderRadius: 1,
          overflowWrap: 'anywhere',
          userSelect: 'all',
        }}
      >
        {value}
      </Box>
      <CopyButton text={value} />
    </Box>
  );
}

/** Text as a program has it: JSON, a command, octets. */
export function Raw({ text, label }: { text: string; label: string }) {
  return (
    <Box sx={{ position: 'relative' }}>
      <Box
        component="pre"
        // A long line scrolls, by keyboard too.
        tabIndex={0}
        aria-label={label}
        role="region"
        sx={{
          m: 0,
          p: 3,
          pr: 16,
          overflow: 'auto',
          maxHeight: 480,
          fontFamily: mono,
          fontSize: 12,
          lineHeight: '18px',
          border: '1px solid var(--e-palette-divider)',
          borderRadius: 1,
          backgroundColor: 'var(--e-palette-elchi-surface)',
        }}
      >
        {text}
      </Box>
      <Box sx={{ position: 'absolute', top: 4, right: 16 }}>
        <CopyButton text={text} />
      </Box>
    </Box>
  );
}

/** Names beside values. */
export function Facts({ rows }: { rows: readonly (readonly [string, ReactNode] | undefined | false)[] }) {
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', sm: 'minmax(120px, max-content) 1fr' },
        columnGap: 6,
        rowGap: 1,
      }}
    >
      {rows
        .filter((row) => row !== undefined && row !== false)
        .map(([name, value]) => (
          <Box key={name} sx={{ display: 'contents' }}>
            <Box component="dt" sx={{ color: 'var(--e-palette-elchi-text2)' }}>
              {name}
            </Box>
            <Box component="dd" sx={{ m: 0, minWidth: 0, overflowWrap: 'anywhere' }}>
              {value}
            </Box>
          </Box>
        ))}
    </Box>
  );
}
