import { useLive } from '@elchi/app';
import { type AdminTypes, admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Empty, Facts, Grid, Id, Loading, Page, ProblemBox, State, Time } from '@elchi/ui';

type Process = AdminTypes['schemas']['Process'];

/** The processes of one database: what each does, and whether it answers. */
export default function System() {
  const { t } = useTexts('system');
  const query = useLive({
    queryKey: ['processes'],
    queryFn: ({ signal }) => must(admin.GET('/admin/v1/processes', { signal })),
    watch: '/admin/v1/processes',
    refetchInterval: 5_000,
  });
  return (
    <Page
      title={t('title')}
      actions={
        <a href="/docs" target="_blank" rel="noreferrer">
          {t('docs')}
        </a>
      }
    >
      {query.isPending && <Loading />}
      {query.isError && <ProblemBox problem={query.error} retry={() => void query.refetch()} />}
      {query.data?.items.length === 0 && <Empty title={t('none')} />}
      <Grid least={360}>
        {query.data?.items.map((it) => (
          <Card key={it.id} title={it.address} actions={<ProcessState process={it} />}>
            <Facts
              rows={[
                ['id', <Id key="i" value={it.id} />],
                [t('roles'), <code key="r">{it.roles.join(', ')}</code>],
                [t('version'), it.version],
                [t('config'), <Id key="c" value={it.config_hash} whole />],
                [t('started'), <Time key="s" value={it.started_at} />],
                [t('seen'), <Time key="n" value={it.seen_at} />],
              ]}
            />
          </Card>
        ))}
      </Grid>
    </Page>
  );
}

function ProcessState({ process }: { process: Process }) {
  const { t } = useTexts('system');
  if (!process.live) {
    return <State tone="bad">{t('silent')}</State>;
  }
  return process.draining ? <State tone="warn">{t('draining')}</State> : <State tone="ok">{t('live')}</State>;
}
