import { gateway, must } from '@elchi/client';
import { currentLanguage, integer, useTexts } from '@elchi/i18n';
import { Card, Loading, PageLink, ProblemBox, State } from '@elchi/ui';
import Box from '@mui/material/Box';
import { useQuery } from '@tanstack/react-query';

/** The contract lists refused requests and does not count them: the newest page is counted, and the card says so. */
export function RefusedByReason() {
  const { t } = useTexts('home');
  const query = useQuery({
    queryKey: ['home', 'refused'],
    queryFn: ({ signal }) => must(gateway.GET('/v1/requests', { params: { query: { limit: 500 } }, signal })),
    refetchInterval: 30_000,
  });
  const reasons = new Map<string, number>();
  for (const it of query.data?.items ?? []) {
    reasons.set(it.code, (reasons.get(it.code) ?? 0) + 1);
  }
  const sorted = [...reasons].sort(([, one], [, other]) => other - one);
  return (
    <Card title={t('refused_why')}>
      {query.isPending && <Loading lines={1} />}
      {query.isError && <ProblemBox problem={query.error} retry={() => void query.refetch()} />}
      {query.data?.items.length === 0 && <State tone="ok">{t('refused:none')}</State>}
      {sorted.length > 0 && (
        <>
          <Box sx={{ color: 'var(--e-palette-elchi-text2)' }}>
            {t('refused_of', { count: query.data?.items.length ?? 0 })}
          </Box>
          <Box component="ul" sx={{ m: 0, pl: 4 }}>
            {sorted.slice(0, 6).map(([code, count]) => (
              <li key={code}>
                <PageLink to={`/refused?code=${code}`}>
                  <code>{code}</code>
                </PageLink>{' '}
                {integer(currentLanguage(), count)}
              </li>
            ))}
          </Box>
        </>
      )}
    </Card>
  );
}
