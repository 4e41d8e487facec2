import type { AdminTypes } from '@elchi/client';
import { currentLanguage, duration, useTexts } from '@elchi/i18n';
import { Card, Empty, Facts, Money, None, PageLink, Phone, State, type Tone } from '@elchi/ui';
import Box from '@mui/material/Box';

type Decision = AdminTypes['schemas']['Decision'];

const tones: Record<Decision['decision'], Tone> = { routed: 'ok', no_route: 'bad', no_price: 'bad' };

/** The operators in the order in which they are tried, at which price; and those that are out, with the reason. */
export function DecisionCards({ decision }: { decision: Decision }) {
  const { t } = useTexts('routes');
  const { network, violation } = decision;
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 4, minWidth: 0 }}>
      <Card title={t('decision')}>
        <Facts
          rows={[
            [
              t('common:state'),
              <State key="s" tone={violation === undefined ? tones[decision.decision] : 'bad'}>
                {violation === undefined ? t(`decision_${decision.decision}`) : t('refused_before')}
              </State>,
            ],
            violation !== undefined && [
              t('refused_why'),
              <span key="v">
                <code>{violation.code}</code> {violation.field} {violation.detail}
              </span>,
            ],
            [t('messages:to'), <Phone key="p" value={decision.to} />],
            [
              t('messages:network'),
              [network.name, network.mcc, network.mnc, network.country]
                .filter((it) => it !== undefined)
                .join(' ') || <None key="n" />,
            ],
            [t('messages:parts'), decision.parts],
            decision.routes_of !== undefined && [
              t('routes_of'),
              <PageLink key="r" to={`/accounts/${decision.routes_of}`}>
                {decision.routes_of}
              </PageLink>,
            ],
            decision.moment?.version !== undefined && [t('version'), decision.moment.version],
          ]}
        />
      </Card>
      <Candidates candidates={decision.candidates} />
      {decision.rejected.length > 0 && (
        <Card title={t('rejected')}>
          <ul>
            {decision.rejected.map((it) => (
              <li key={`${it.operator_id}/${it.reason}/${it.detail}`}>
                <PageLink to={`/operators/${it.operator_id}`}>{it.operator}</PageLink>{' '}
                {t(`messages:reason_${it.reason}`)}. {it.detail}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Box>
  );
}

function Candidates({ candidates }: Pick<Decision, 'candidates'>) {
  const { t } = useTexts('routes');
  const cell = { p: 1.5, textAlign: 'start', whiteSpace: 'nowrap' } as const;
  if (candidates.length === 0) {
    return (
      <Card title={t('candidates')}>
        <Empty title={t('no_candidates')} />
      </Card>
    );
  }
  return (
    <Card title={t('candidates')}>
      <Box role="region" aria-label={t('candidates')} tabIndex={0} sx={{ overflowX: 'auto' }}>
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
              <th>{t('messages:rank')}</th>
              <th>{t('operators:operator')}</th>
              <th>{t('priority')}</th>
              <th>{t('weight')}</th>
              <th>{t('price')}</th>
              <th>{t('operators:cost')}</th>
              <th>{t('common:state')}</th>
            </tr>
          </thead>
          <tbody>
            {candidates.map((it) => (
              <tr key={it.rank}>
                <td>{it.rank}</td>
                <td>
                  <PageLink to={`/operators/${it.operator_id}`}>{it.operator}</PageLink>
                </td>
                <td>{it.priority}</td>
                <td>{it.weight}</td>
                <td>
                  {it.prices.map((price) => (
                    <div key={price.account_id}>
                      {price.account ?? price.account_id}: <Money value={price.price} />
                    </div>
                  ))}
                </td>
                <td>
                  <Money value={it.cost} />
                  {it.submits > 1 && ` × ${it.submits}`}
                </td>
                <td>
                  <State tone={it.reachable ? (it.has_capacity ? 'ok' : 'warn') : 'bad'}>
                    {it.reachable ? t(it.has_capacity ? 'takes' : 'full') : t('operators:unreachable')}
                  </State>
                  {it.failover_ms !== undefined && (
                    <div>{t('failover', { after: duration(currentLanguage(), it.failover_ms) })}</div>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </Box>
      </Box>
    </Card>
  );
}
