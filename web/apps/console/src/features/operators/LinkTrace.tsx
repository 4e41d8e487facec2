import { PduTable } from '@elchi/app';
import { admin, must, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Empty, Loading, ProblemBox, Time } from '@elchi/ui';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { linkPdusQuery, linkQuery } from './queries';

const choices = [1, 5, 10, 30, 60];
const limit = 200;

/** The trace of a link: it is started and ended here, and its PDUs appear while it is on. */
export function LinkTrace({ id }: { id: number }) {
  const { t } = useTexts('pdus');
  const queries = useQueryClient();
  const [minutes, setMinutes] = useState(10);
  const link = useQuery(linkQuery(id));
  const until = link.data?.traced_until;
  const query = useQuery({
    ...linkPdusQuery(id, limit),
    refetchInterval: until === undefined ? 10_000 : 1_000,
  });
  const change = useMutation({
    mutationFn: (wanted: 'start' | 'stop') =>
      wanted === 'start'
        ? mustChange(
            admin.POST('/admin/v1/smpp-links/{id}/trace', { params: { path: { id } }, body: { minutes } }),
          )
        : must(admin.DELETE('/admin/v1/smpp-links/{id}/trace', { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['link', id], exact: true }),
  });
  const items = query.data?.items ?? [];
  const missing = query.data?.missing ?? 0;
  return (
    <Card title={t('trace')}>
      <Box sx={{ display: 'flex', flexDirection: 'column', gap: 3 }}>
        <Box>{t('trace_hint')}</Box>
        <Box sx={{ display: 'flex', gap: 3, alignItems: 'center', flexWrap: 'wrap' }}>
          {until === undefined ? (
            <>
              <TextField
                select
                label={t('minutes')}
                value={minutes}
                onChange={(event) => setMinutes(Number(event.target.value))}
                sx={{ minWidth: 96 }}
              >
                {choices.map((it) => (
                  <MenuItem key={it} value={it}>
                    {it}
                  </MenuItem>
                ))}
              </TextField>
              <Button disabled={change.isPending} onClick={() => change.mutate('start')}>
                {t('start')}
              </Button>
            </>
          ) : (
            <>
              <Box>
                {t('traced_until')}: <Time value={until} />
              </Box>
              <Button disabled={change.isPending} onClick={() => change.mutate('stop')}>
                {t('stop')}
              </Button>
            </>
          )}
        </Box>
        {change.isError && <ProblemBox problem={change.error} />}
        {missing > 0 && <Alert severity="warning">{t('missing', { number: missing })}</Alert>}
        {query.isPending && <Loading />}
        {query.isError && <ProblemBox problem={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess &&
          (items.length === 0 ? (
            <Empty title={t('none')}>{t('none_hint')}</Empty>
          ) : (
            <>
              <Box sx={{ color: 'var(--e-palette-elchi-text2)' }}>{t('last', { number: limit })}</Box>
              <PduTable rows={items} withMessages />
            </>
          ))}
      </Box>
    </Card>
  );
}
