import type { AdminTypes } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Empty, Facts, Loading, PageLink, ProblemBox, State } from '@elchi/ui';
import Box from '@mui/material/Box';
import { useQuery } from '@tanstack/react-query';
import { explainQuery } from './queries';

type Decision = AdminTypes['schemas']['StoredDecision'];

/** Why this operator, at this price: as it was decided, and as it would be now. */
export function Why({ id }: { id: string }) {
  const { t } = useTexts('messages');
  const query = useQuery(explainQuery(id));
  if (query.isPending) {
    return <Loading />;
  }
  if (query.isError) {
    return <ProblemBox problem={query.error} retry={() => void query.refetch()} />;
  }
  const { decision, now } = query.data;
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 4 }}>
      {decision === undefined ? (
        <Empty title={t('no_decision')} />
      ) : (
        <Decided title={t('candidates')} decision={decision} />
      )}
      {now !== undefined && (
        <Card title={t('now')}>
          <State tone={now.same ? 'ok' : 'warn'}>{now.same ? t('same') : t('not_same')}</State>
        </Card>
      )}
      {now?.same === false && now.decision !== undefined && (
        <Decided title={t('now')} decision={now.decision} />
      )}
    </Box>
  );
}

function Decided({ title, decision }: { title: string; decision: Decision }) {
  const { t } = useTexts('messages');
  const cell = { p: 1.5, textAlign: 'start' } as const;
  return (
    <Card title={title}>
      <Box
        component="table"
        sx={{
          borderCollapse: 'collapse',
          '& th': { ...cell, color: 'var(--e-palette-elchi-text2)' },
          '& td': cell,
        }}
      >
        <thead>
          <tr>
            <th>{t('rank')}</th>
            <th>{t('operator')}</th>
            <th>{t('route_row')}</th>
            <th>{t('price_row')}</th>
            <th>{t('cost_row')}</th>
          </tr>
        </thead>
        <tbody>
          {decision.candidates.map((it) => (
            <tr key={it.rank}>
              <td>{it.rank}</td>
              <td>
                <PageLink to={`/operators/${it.operator_id}`}>{it.operator ?? it.operator_id}</PageLink>
              </td>
              <td>{it.route_id}</td>
              <td>
                {it.prices
                  .map((price) => `${price.account ?? price.account_id}: ${price.tariff_id}`)
                  .join(', ')}
              </td>
              <td>{it.cost_id ?? t('default_cost')}</td>
            </tr>
          ))}
        </tbody>
      </Box>
      <Box sx={{ mt: 3 }}>
        <Facts
          rows={[
            [t('network_source'), t(`source_${decision.network_source}`)],
            [t('routes_version'), decision.version],
            ...decision.rejected.map(
              (it) =>
                [
                  `${t('rejected')}: ${it.operator ?? it.operator_id}`,
                  [it.reason === undefined ? undefined : t(`reason_${it.reason}`), it.detail]
                    .filter(Boolean)
                    .join('. '),
                ] as const,
            ),
          ]}
        />
      </Box>
    </Card>
  );
}
