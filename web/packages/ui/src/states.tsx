import { useTexts } from '@elchi/i18n';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import { type ReactNode, useEffect, useState } from 'react';
import { Problem } from './problem';
import { CopyButton } from './values';

/** The form of what is loading; after 150 ms, so that quick answers do not flicker. */
export function Loading({ lines = 6 }: { lines?: number }) {
  const { t } = useTexts('common');
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Box role="status" aria-label={t('loading')} aria-busy="true">
      {late &&
        Array.from({ length: lines }, (_, line) => <Skeleton key={line} height={32} animation={false} />)}
    </Box>
  );
}

/** There is nothing: why, and what to do next. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Box sx={{ p: 8, textAlign: 'center', color: 'var(--e-palette-elchi-text2)' }}>
      <Box sx={{ typography: 'h2', color: 'var(--e-palette-elchi-text)' }}>{title}</Box>
      {children !== undefined && <Box sx={{ mt: 2 }}>{children}</Box>}
    </Box>
  );
}

/** What went wrong: in words, with the code and what support needs, and a repetition where that may help. */
export function ProblemBox({ problem, retry }: { problem: unknown; retry?: () => void }) {
  const { t, i18n } = useTexts('errors');
  const it = Problem.of(problem);
  const known = i18n.exists(`errors:${it.code}`);
  return (
    <Box
      role="alert"
      sx={{
        p: 3,
        borderRadius: 1,
        color: 'var(--e-palette-elchi-states-bad-text)',
        backgroundColor: 'var(--e-palette-elchi-states-bad-tint)',
      }}
    >
      <Box sx={{ fontWeight: 600 }}>{known ? t(it.code as never) : it.title}</Box>
      {it.detail !== undefined && <Box>{it.detail}</Box>}
      <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
        <code>{it.code}</code>
        {it.correlationId !== undefined && <CopyButton text={it.correlationId} label={it.correlationId} />}
        {retry !== undefined && it.retryable && (
          <Button color="inherit" variant="outlined" onClick={retry}>
            {t('common:retry')}
          </Button>
        )}
      </Box>
    </Box>
  );
}

/** The page is not for this person: which permission it needs, and who has it. */
export function Denied({ permission }: { permission: string }) {
  const { t } = useTexts('common');
  return (
    <Empty title={t('denied')}>
      {t('denied_hint')} <code>{permission}</code>
    </Empty>
  );
}
