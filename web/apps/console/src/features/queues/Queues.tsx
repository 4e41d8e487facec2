import { List, useSession } from '@elchi/app';
import { type AdminTypes, admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { DangerDialog, Empty, Page, PageLink, State, Time } from '@elchi/ui';
import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

type Queue = AdminTypes['schemas']['Queue'];

/** Scheduled messages wait for their time, not for the operator. */
const waitingOf = ({ waiting }: Queue) => waiting.queued + waiting.held + waiting.retry;

export default function Queues() {
  const { t } = useTexts('queues');
  const { can } = useSession();
  const [chosen, setChosen] = useState<Queue>();
  const queries = useQueryClient();
  return (
    <Page title={t('title')}>
      <List<Queue>
        title={t('title')}
        name="queues"
        columns={[
          {
            key: 'operator',
            title: t('operators:operator'),
            cell: (it) => <PageLink to={`/operators/${it.operator_id}`}>{it.operator}</PageLink>,
          },
          {
            key: 'state',
            title: t('common:state'),
            width: 150,
            cell: (it) =>
              it.held_at === undefined ? (
                <State tone="ok">{t('flows')}</State>
              ) : (
                <State tone="warn">{t('held')}</State>
              ),
          },
          { key: 'waiting', title: t('waiting'), width: 90, align: 'end', cell: (it) => waitingOf(it) },
          { key: 'retry', title: t('retry'), width: 110, align: 'end', cell: (it) => it.waiting.retry },
          {
            key: 'scheduled',
            title: t('scheduled'),
            width: 110,
            align: 'end',
            cell: (it) => it.waiting.scheduled,
          },
          { key: 'oldest', title: t('oldest'), width: 160, cell: (it) => <Time value={it.oldest} /> },
          { key: 'rate', title: t('rate'), width: 110, align: 'end', cell: (it) => it.per_second.toFixed(1) },
          {
            key: 'action',
            title: '',
            width: 220,
            cell: (it) =>
              can('operators:write') && (
                <Button variant="text" onClick={() => setChosen(it)}>
                  {t(it.held_at === undefined ? 'hold' : 'release', { name: it.operator })}
                </Button>
              ),
          },
        ]}
        fetchPage={(_, __, signal) => must(admin.GET('/admin/v1/queues', { signal }))}
        idOf={(it) => String(it.operator_id)}
        empty={<Empty title={t('none')} />}
        refetchInterval={2_000}
      />
      {chosen !== undefined && (
        <DangerDialog
          action={t(chosen.held_at === undefined ? 'hold' : 'release', { name: chosen.operator })}
          level={2}
          onClose={() => setChosen(undefined)}
          onConfirm={async () => {
            const path =
              chosen.held_at === undefined
                ? '/admin/v1/queues/{operator}/hold'
                : '/admin/v1/queues/{operator}/release';
            await must(admin.POST(path, { params: { path: { operator: chosen.operator_id } } }));
            await queries.invalidateQueries({ queryKey: ['queues'] });
          }}
        >
          {t(chosen.held_at === undefined ? 'hold_effect' : 'release_effect', { count: waitingOf(chosen) })}
        </DangerDialog>
      )}
    </Page>
  );
}
