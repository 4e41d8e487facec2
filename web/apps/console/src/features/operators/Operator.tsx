import { useCommands, useLive, usePathPart, useSession } from '@elchi/app';
import { type AdminTypes, admin, because, mustChange } from '@elchi/client';
import { currentLanguage, dateTime, percent, useTexts } from '@elchi/i18n';
import {
  Bars,
  Card,
  DangerDialog,
  Facts,
  Figure,
  Grid,
  Loading,
  Money,
  None,
  Page,
  ProblemBox,
  State,
  useZone,
} from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { EditOperator } from './EditOperator';
import { Links } from './Links';
import { Reachable } from './Operators';
import { healthQuery, operatorQuery } from './queries';

type Health = AdminTypes['schemas']['OperatorHealth'];

export default function OperatorPage() {
  const { t } = useTexts('operators');
  const { can } = useSession();
  const id = Number(usePathPart('id'));
  const query = useLive(operatorQuery(id));
  const health = useQuery(healthQuery(id));
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const operator = query.data;
  const suspends = operator?.status === 'active';
  const action = operator === undefined ? '' : t(suspends ? 'suspend' : 'resume', { name: operator.name });
  useCommands([
    operator !== undefined &&
      can('operators:write') && { key: 'suspend', label: action, run: () => setAsking(true) },
  ]);
  if (operator === undefined) {
    return (
      <Page title={t('operator')}>
        {query.isError ? (
          <ProblemBox problem={query.error} retry={() => void query.refetch()} />
        ) : (
          <Loading />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={operator.name}
      actions={
        can('operators:write') && (
          <Button variant="outlined" color={suspends ? 'error' : 'primary'} onClick={() => setAsking(true)}>
            {action}
          </Button>
        )
      }
    >
      <Card>
        <Facts
          rows={[
            [
              t('common:status'),
              suspends ? (
                <State key="s" tone="ok">
                  {t('common:active')}
                </State>
              ) : (
                <State key="s" tone="quiet">
                  {t('common:suspended')}
                </State>
              ),
            ],
            [t('reachable'), <Reachable key="r" operator={operator} />],
            [t('bound'), operator.bound ?? <None key="b" />],
            [
              t('network'),
              [operator.mcc, operator.mnc].filter((it) => it !== undefined).join(' ') || <None key="n" />,
            ],
            [t('cost'), <Money key="c" value={operator.default_cost} />],
          ]}
        />
      </Card>
      {health.data !== undefined && <HealthCard health={health.data} />}
      <Links operator={id} />
      {can('operators:write') && <EditOperator id={id} />}
      {asking && (
        <DangerDialog
          action={action}
          level={suspends ? 3 : 2}
          name={operator.name}
          onClose={() => setAsking(false)}
          onConfirm={async (reason) => {
            await mustChange(
              admin.PATCH('/admin/v1/operators/{id}', {
                params: { path: { id } },
                body: { status: suspends ? 'suspended' : 'active' },
                ...because(reason),
              }),
            );
            await queries.invalidateQueries({ queryKey: ['operator', id] });
          }}
        >
          {suspends ? t('suspend_effect', { count: health.data?.last_hour.sent ?? 0 }) : t('resume_effect')}
        </DangerDialog>
      )}
    </Page>
  );
}

function HealthCard({ health }: { health: Health }) {
  const { t } = useTexts('operators');
  const zone = useZone();
  const { last_hour: hour, intervals } = health;
  const final = hour.delivered + hour.failed;
  return (
    <Card title={`${t('health')}: ${t('last_hour')}`}>
      <Grid least={140}>
        <Figure name={t('submitted')}>{hour.sent}</Figure>
        <Figure name={t('delivered')}>
          {final === 0 ? <None /> : percent(currentLanguage(), hour.delivered / final)}
        </Figure>
        <Figure name={t('errors')}>{hour.errors}</Figure>
        <Figure name={t('failed')}>{hour.failed}</Figure>
      </Grid>
      <Box sx={{ mt: 3 }}>
        <Bars
          label={t('health')}
          bars={intervals.map((it) => ({
            name: dateTime(new Date(it.start), zone),
            parts: [
              { tone: 'ok', value: it.delivered, label: t('delivered') },
              { tone: 'bad', value: it.failed + it.errors, label: t('failed') },
            ],
          }))}
        />
      </Box>
    </Card>
  );
}
