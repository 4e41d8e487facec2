import { useSession } from '@elchi/app';
import { gateway, must } from '@elchi/client';
import { currentLanguage, integer, useTexts } from '@elchi/i18n';
import { Card, DangerDialog, EditForm, Facts, Loading, ProblemBox, State, Time } from '@elchi/ui';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Replay, replaysQuery } from './queries';

/** The last replays with their progress, and the form of a new one. */
export function Replays({ id }: { id: number }) {
  const { t } = useTexts('webhooks');
  const { can } = useSession();
  const queries = useQueryClient();
  const query = useQuery(replaysQuery(id));
  const changed = () => queries.invalidateQueries({ queryKey: ['webhooks', 'replays', id] });
  const [dayAgo] = useState(() => new Date(Date.now() - 86_400_000).toISOString());
  return (
    <>
      {can('webhooks:write') && (
        <Card title={t('replay_range')}>
          <EditForm
            submitLabel={t('start')}
            values={{ since: dayAgo, until: '', delivered: 'no' }}
            fields={[
              { name: 'since', label: t('since'), rules: { required: true } },
              { name: 'until', label: t('until'), hint: t('until_hint') },
              {
                name: 'delivered',
                label: t('which'),
                kind: 'select',
                options: [
                  { value: 'no', label: t('which_failed') },
                  { value: 'yes', label: t('which_all') },
                ],
              },
            ]}
            onSubmit={async (values) => {
              await must(
                gateway.POST('/v1/webhooks/{id}/replays', {
                  params: { path: { id } },
                  body: {
                    since: values.since.trim(),
                    ...(values.until.trim() === '' ? {} : { until: values.until.trim() }),
                    delivered: values.delivered === 'yes',
                  },
                }),
              );
              await changed();
            }}
          />
        </Card>
      )}
      {query.isPending && <Loading />}
      {query.isError && <ProblemBox problem={query.error} retry={() => void query.refetch()} />}
      {query.data?.items.length === 0 && <Card>{t('no_replays')}</Card>}
      {query.data?.items.map((it) => (
        <ReplayCard key={it.id} id={id} replay={it} onChange={changed} />
      ))}
    </>
  );
}

const tones = { running: 'info', finished: 'ok', canceled: 'quiet' } as const;

function ReplayCard(props: { id: number; replay: Replay; onChange(): Promise<unknown> }) {
  const { t } = useTexts('webhooks');
  const { can } = useSession();
  const { id, replay } = props;
  const [asking, setAsking] = useState(false);
  const figure = (value: number) => integer(currentLanguage(), value);
  const ended = replay.accepted + replay.given_up;
  return (
    <Card
      title={`${t('replays')} ${replay.id}`}
      actions={
        replay.state === 'running' &&
        can('webhooks:write') && (
          <Button variant="outlined" color="error" onClick={() => setAsking(true)}>
            {t('stop')}
          </Button>
        )
      }
    >
      {replay.state === 'running' && (
        <LinearProgress
          aria-label={t('replays')}
          {...(replay.found_all && replay.events > 0
            ? { variant: 'determinate', value: (ended / replay.events) * 100 }
            : { variant: 'indeterminate' })}
        />
      )}
      <Facts
        rows={[
          [
            t('common:state'),
            <State key="s" tone={tones[replay.state]}>
              {t(`state_${replay.state}`)}
            </State>,
          ],
          [t('since'), replay.since === undefined ? t('one_event') : <Time key="f" value={replay.since} />],
          replay.until !== undefined && [t('until'), <Time key="u" value={replay.until} />],
          [t('found'), figure(replay.events)],
          [t('accepted'), figure(replay.accepted)],
          [t('given_up'), figure(replay.given_up)],
          [t('waiting'), figure(replay.waiting)],
          [t('common:created'), <Time key="c" value={replay.created_at} />],
        ]}
      />
      {asking && (
        <DangerDialog
          action={t('stop')}
          level={2}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await must(
              gateway.DELETE('/v1/webhooks/{id}/replays/{replay}', {
                params: { path: { id, replay: replay.id } },
              }),
            );
            await props.onChange();
          }}
        >
          {t('stop_effect')}
        </DangerDialog>
      )}
    </Card>
  );
}
