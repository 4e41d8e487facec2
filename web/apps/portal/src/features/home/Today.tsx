import { gateway, must } from '@elchi/client';
import { currentLanguage, integer, midnight, useTexts } from '@elchi/i18n';
import { Card, Figure, Grid, Loading, PageLink, ProblemBox, useZone } from '@elchi/ui';
import { useQuery } from '@tanstack/react-query';

const failedStates = ['undelivered', 'expired', 'rejected'] as const;

/** Since midnight of the page's zone. */
export function Today() {
  const { t } = useTexts('home');
  const zone = useZone();
  const query = useQuery({
    queryKey: ['home', 'today', zone],
    queryFn: async ({ signal }) => {
      const from = midnight(new Date(), zone).toISOString();
      const found = await must(
        gateway.GET('/v1/stats/series', {
          params: { query: { from, step: 'hour', zone } as never },
          signal,
        }),
      );
      return { from, items: found.items };
    },
    refetchInterval: 10_000,
  });
  const items = query.data?.items ?? [];
  const count = (states: readonly string[]) =>
    items.reduce(
      (sum, it) =>
        sum + states.reduce((of, state) => of + ((it.states as Record<string, number>)[state] ?? 0), 0),
      0,
    );
  const figure = (value: number) => integer(currentLanguage(), value);
  return (
    <Card title={t('today')}>
      {query.isPending && <Loading lines={1} />}
      {query.isError && <ProblemBox problem={query.error} retry={() => void query.refetch()} />}
      {query.data !== undefined && (
        <>
          <Grid least={90}>
            <Figure name={t('accepted')}>{figure(items.reduce((sum, it) => sum + it.accepted, 0))}</Figure>
            <Figure name={t('delivered')}>{figure(count(['delivered']))}</Figure>
            <Figure name={t('not_delivered')}>{figure(count(failedStates))}</Figure>
          </Grid>
          <PageLink to={`/messages?${new URLSearchParams({ accepted_from: query.data.from })}`}>
            {t('open_today')}
          </PageLink>
        </>
      )}
    </Card>
  );
}
