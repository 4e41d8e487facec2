import { useTexts } from '@elchi/i18n';
import { Card, Loading, None, PageLink, ProblemBox, State } from '@elchi/ui';
import Box from '@mui/material/Box';
import { useQuery } from '@tanstack/react-query';
import { type Finding, lintQuery } from './queries';

/** What is wrong with a route, as badges; the sentence is in the title. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTexts('routes');
  return findings.length === 0 ? (
    <None />
  ) : (
    <Box component="span" sx={{ display: 'inline-flex', gap: 1 }}>
      {[...new Map(findings.map((it) => [it.kind, it])).values()].map((it) => (
        <span key={it.kind} title={it.detail}>
          <State tone={it.severity === 'error' ? 'bad' : 'warn'}>{t(`kind_${it.kind}`)}</State>
        </span>
      ))}
    </Box>
  );
}

/** What is wrong with the routes as a whole. */
export function RouteLint({ route }: { route?: number }) {
  const { t } = useTexts('routes');
  const query = useQuery(lintQuery);
  if (query.isPending) {
    return <Loading lines={1} />;
  }
  if (query.isError) {
    return <ProblemBox problem={query.error} retry={() => void query.refetch()} />;
  }
  const items = query.data.items.filter(
    (it) => route === undefined || it.routes.some((one) => one.id === route),
  );
  if (items.length === 0) {
    return (
      <div>
        <State tone="ok">{t('lint_clean', { routes: query.data.routes })}</State>
      </div>
    );
  }
  return (
    <Card title={t('findings')}>
      <Box
        component="ul"
        tabIndex={0}
        aria-label={t('findings')}
        sx={{ m: 0, pl: 0, listStyle: 'none', maxHeight: 160, overflow: 'auto' }}
      >
        {items.map((it) => (
          <li key={`${it.kind}/${it.detail}`}>
            <State tone={it.severity === 'error' ? 'bad' : 'warn'}>{t(`kind_${it.kind}`)}</State> {it.detail}{' '}
            {it.routes.map((one) => (
              <PageLink key={one.id} to={`/routes/${one.id}`} style={{ marginInlineEnd: 8 }}>
                {one.id}
              </PageLink>
            ))}
          </li>
        ))}
      </Box>
      {!query.data.complete && <Box sx={{ mt: 2 }}>{t('lint_incomplete')}</Box>}
    </Card>
  );
}
