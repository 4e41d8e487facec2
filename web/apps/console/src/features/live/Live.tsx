import { type ListAnswer, type ListedMessage, MessageStateChip, useLive, useSession } from '@elchi/app';
import { type AdminTypes, admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import {
  Card,
  type Column,
  DataTable,
  Empty,
  Lines,
  Page,
  PageLink,
  Phone,
  ProblemBox,
  State,
  Time,
} from '@elchi/ui';
import { useEffect, useRef, useState } from 'react';

type Tps = AdminTypes['schemas']['Tps'];
type OperatorRate = Tps['operators'][number];

const seconds = 900;
const tail = 50;

export default function Live() {
  const { t } = useTexts('live');
  const { can } = useSession();
  const query = useLive({
    queryKey: ['live', 'tps'],
    queryFn: ({ signal }) => must(admin.GET('/admin/v1/stats/tps', { signal })),
    watch: '/admin/v1/stats/tps',
    refetchInterval: 1_000,
  });
  const isFresh = query.isLive || !query.isError;
  const history = useHistory(isFresh ? query.data : undefined);
  const columns: Column<OperatorRate>[] = [
    {
      key: 'operator',
      title: t('operators:operator'),
      cell: (it) => <PageLink to={`/operators/${it.operator_id}`}>{it.operator ?? it.operator_id}</PageLink>,
    },
    {
      key: 'submitted',
      title: t('submitted'),
      width: 140,
      align: 'end',
      cell: (it) => it.submitted.toFixed(1),
    },
    {
      key: 'delivered',
      title: t('delivered'),
      width: 140,
      align: 'end',
      cell: (it) => it.delivered.toFixed(1),
    },
  ];
  return (
    <Page
      title={t('title')}
      actions={isFresh ? <State tone="ok">{t('fresh')}</State> : <State tone="warn">{t('stale')}</State>}
    >
      {query.isError && query.data === undefined && <ProblemBox problem={query.error} />}
      <Card>
        <Lines
          label={t('title')}
          seconds={seconds}
          series={[
            { label: t('accepted'), values: history.map((it) => it?.accepted) },
            { label: t('submitted'), values: history.map((it) => it?.submitted) },
            { label: t('delivered'), values: history.map((it) => it?.delivered) },
          ]}
        />
      </Card>
      <Card title={t('operators:title')}>
        <DataTable
          label={t('operators:title')}
          columns={columns}
          rows={query.data?.operators ?? []}
          idOf={(it) => String(it.operator_id)}
          empty={<Empty title={t('nothing')} />}
        />
      </Card>
      {can('messages:read') && <Tail />}
    </Page>
  );
}

/** What was known in each of the last seconds; undefined where nothing was. */
function useHistory(now: Tps | undefined): readonly (Tps | undefined)[] {
  const [history, setHistory] = useState<readonly (Tps | undefined)[]>([]);
  const last = useRef(now);
  last.current = now;
  useEffect(() => {
    // One entry a second, also when the figures are the same.
    const timer = setInterval(() => setHistory((before) => [...before, last.current].slice(-seconds)), 1_000);
    return () => clearInterval(timer);
  }, []);
  return history;
}

function Tail() {
  const { t } = useTexts('live');
  const [paused, setPaused] = useState(false);
  const query = useLive<ListAnswer<ListedMessage>>({
    queryKey: ['live', 'messages'],
    queryFn: ({ signal }) =>
      must(admin.GET('/admin/v1/messages', { params: { query: { limit: tail } }, signal })) as Promise<
        ListAnswer<ListedMessage>
      >,
    watch: paused ? undefined : `/admin/v1/messages?limit=${tail}`,
    refetchInterval: paused ? false : 1_000,
  });
  return (
    <Card
      title={t('tail')}
      actions={
        <label>
          <input type="checkbox" checked={paused} onChange={(event) => setPaused(event.target.checked)} />{' '}
          {t('paused')}
        </label>
      }
    >
      <DataTable<ListedMessage>
        label={t('tail')}
        columns={[
          {
            key: 'at',
            title: t('messages:accepted_at'),
            width: 150,
            cell: (it) => <Time value={it.accepted_at} />,
          },
          {
            key: 'state',
            title: t('common:state'),
            width: 140,
            cell: (it) => <MessageStateChip state={it.state} />,
          },
          { key: 'to', title: t('messages:to'), width: 150, cell: (it) => <Phone value={it.to} /> },
          { key: 'from', title: t('messages:from'), width: 120, cell: (it) => it.from },
          { key: 'account', title: t('common:account'), cell: (it) => it.account ?? it.id },
          { key: 'operator', title: t('messages:operator'), width: 120, cell: (it) => it.operator ?? '–' },
        ]}
        rows={query.data?.items ?? []}
        idOf={(it) => it.id}
        linkOf={(it) => `/messages/${it.id}`}
        loading={query.isPending}
        problem={query.isError && query.data === undefined ? query.error : undefined}
        empty={<Empty title={t('nothing')} />}
      />
    </Card>
  );
}
