import { useLive, useSession } from '@elchi/app';
import { admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Empty, Figure, Grid, Page, PageLink, ProblemBox, State, Time } from '@elchi/ui';

export default function Home() {
  const { t } = useTexts('home');
  const { can, isStaff } = useSession();
  return (
    <Page title={t('title')}>
      <Grid least={320}>
        {isStaff && can('stats:read') && <Traffic />}
        {can('operators:read') && <IllOperators />}
        {can('operators:read') && <OldestOtp />}
        {can('refusals:read') && <LastRefusals />}
      </Grid>
    </Page>
  );
}

function Traffic() {
  const { t } = useTexts('home');
  const query = useLive({
    queryKey: ['tps'],
    queryFn: ({ signal }) => must(admin.GET('/admin/v1/stats/tps', { signal })),
    watch: '/admin/v1/stats/tps',
    refetchInterval: 2_000,
  });
  return (
    <Card title={t('traffic')}>
      <Grid least={100}>
        <Figure name={t('accepted')}>{query.data?.accepted.toFixed(1) ?? '–'}</Figure>
        <Figure name={t('submitted')}>{query.data?.submitted.toFixed(1) ?? '–'}</Figure>
        <Figure name={t('delivered')}>{query.data?.delivered.toFixed(1) ?? '–'}</Figure>
      </Grid>
    </Card>
  );
}

function IllOperators() {
  const { t } = useTexts('home');
  const query = useLive({
    queryKey: ['home', 'operators'],
    queryFn: ({ signal }) => must(admin.GET('/admin/v1/operators', { signal })),
    watch: '/admin/v1/operators',
    refetchInterval: 5_000,
  });
  const ill = query.data?.items.filter((it) => it.status === 'active' && !it.reachable) ?? [];
  return (
    <Card title={t('operators')}>
      {query.isError && <ProblemBox problem={query.error} />}
      {query.isSuccess && ill.length === 0 && <State tone="ok">{t('all_reachable')}</State>}
      <ul>
        {ill.map((it) => (
          <li key={it.id}>
            <State tone="bad">
              <PageLink to={`/operators/${it.id}`} style={{ color: 'inherit' }}>
                {it.name}
              </PageLink>
            </State>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function OldestOtp() {
  const { t } = useTexts('home');
  const query = useLive({
    watch: '/admin/v1/queues',
    queryKey: ['home', 'queues'],
    queryFn: ({ signal }) => must(admin.GET('/admin/v1/queues', { signal })),
    refetchInterval: 2_000,
  });
  const oldest = query.data?.items
    .map((it) => it.oldest)
    .filter((it) => it !== undefined)
    .sort()
    .at(0);
  return (
    <Card title={t('oldest')}>
      {query.isError && <ProblemBox problem={query.error} />}
      {query.isSuccess &&
        (oldest === undefined ? <State tone="ok">{t('nothing_waits')}</State> : <Time value={oldest} />)}
      <div>
        <PageLink to="/queues">{t('queues:title')}</PageLink>
      </div>
    </Card>
  );
}

function LastRefusals() {
  const { t } = useTexts('home');
  const query = useLive({
    queryKey: ['home', 'refusals'],
    queryFn: ({ signal }) =>
      must(admin.GET('/admin/v1/refusals', { params: { query: { limit: 5 } }, signal })),
    watch: '/admin/v1/refusals?limit=5',
    refetchInterval: 10_000,
  });
  return (
    <Card title={t('refused:title')}>
      {query.data?.items.length === 0 && <Empty title={t('refused:none')} />}
      <ul>
        {query.data?.items.map((it) => (
          <li key={it.id}>
            <Time value={it.at} /> <code>{it.code}</code> {it.account}
          </li>
        ))}
      </ul>
    </Card>
  );
}
