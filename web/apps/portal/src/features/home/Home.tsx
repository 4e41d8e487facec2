import { useSession } from '@elchi/app';
import { gateway, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Figure, Grid, Loading, Money, Page, PageLink, ProblemBox } from '@elchi/ui';
import { useQuery } from '@tanstack/react-query';
import { FirstSteps } from './FirstSteps';
import { RefusedByReason } from './RefusedByReason';
import { Today } from './Today';

export default function Home() {
  const { t } = useTexts('home');
  const { can } = useSession();
  return (
    <Page title={t('title')}>
      <Grid least={320}>
        {can('balance:read') && <Balance />}
        {can('sms:read') && <Today />}
        {can('sms:read') && <RefusedByReason />}
        <FirstSteps />
      </Grid>
      {can('sms:read') && <PageLink to="/messages">{t('messages:title')}</PageLink>}
    </Page>
  );
}

function Balance() {
  const { t } = useTexts('accounts');
  const query = useQuery({
    queryKey: ['balance'],
    queryFn: ({ signal }) => must(gateway.GET('/v1/balance', { signal })),
    refetchInterval: 10_000,
  });
  return (
    <Card title={t('balance')}>
      {query.isPending && <Loading lines={1} />}
      {query.isError && <ProblemBox problem={query.error} retry={() => void query.refetch()} />}
      {query.data !== undefined && (
        <Grid least={140}>
          <Figure name={t('available')}>
            <Money value={query.data.available} />
          </Figure>
          <Figure name={t('reserved')}>
            <Money value={query.data.reserved} />
          </Figure>
        </Grid>
      )}
    </Card>
  );
}
