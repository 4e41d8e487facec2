import { useCommands, usePathPart, useSearch, useSession } from '@elchi/app';
import { gateway, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import {
  Card,
  DangerDialog,
  Facts,
  Loading,
  None,
  Page,
  PageTabs,
  ProblemBox,
  TabPanel,
  Time,
  useNavigation,
} from '@elchi/ui';
import Button from '@mui/material/Button';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Attempts } from './Attempts';
import { EndpointForm } from './EndpointForm';
import { type Endpoint, webhookQuery } from './queries';
import { Replays } from './Replays';
import { ShownSecret } from './ShownSecret';
import { TestPost } from './TestPost';
import { EndpointState } from './Webhooks';

const tabs = [
  { name: 'attempts', writes: false },
  { name: 'replays', writes: false },
  { name: 'test', writes: true },
  { name: 'edit', writes: true },
] as const;

export default function WebhookPage() {
  const { t } = useTexts('webhooks');
  const { can } = useSession();
  const id = Number(usePathPart('id'));
  const [search, setSearch] = useSearch();
  const query = useQuery(webhookQuery(id));
  const shown = tabs.filter((it) => !it.writes || can('webhooks:write'));
  const tab = shown.find((it) => it.name === search.tab)?.name ?? 'attempts';
  const endpoint = query.data;
  return (
    <Page
      title={t('webhook')}
      actions={endpoint !== undefined && can('webhooks:write') && <Actions endpoint={endpoint} />}
    >
      {query.isPending && <Loading />}
      {query.isError && <ProblemBox problem={query.error} retry={() => void query.refetch()} />}
      {endpoint !== undefined && (
        <>
          <Card>
            <Facts
              rows={[
                [t('url'), endpoint.url],
                [t('common:status'), <EndpointState key="s" endpoint={endpoint} />],
                endpoint.disabled_reason !== undefined && [t('why_disabled'), endpoint.disabled_reason],
                endpoint.failover_url !== undefined && [t('failover'), endpoint.failover_url],
                [t('events'), (endpoint.events ?? []).join(', ') || t('final_states')],
                [t('description'), endpoint.description ?? <None key="d" />],
                [t('common:created'), <Time key="t" value={endpoint.created_at} />],
              ]}
            />
          </Card>
          <PageTabs
            label={t('webhook')}
            value={tab}
            onChange={(next) => setSearch({ tab: next })}
            tabs={shown.map((it) => ({ name: it.name, label: t(it.name) }))}
          />
          <TabPanel name={tab}>
            {tab === 'attempts' && <Attempts id={id} />}
            {tab === 'replays' && <Replays id={id} />}
            {tab === 'test' && <TestPost id={id} />}
            {tab === 'edit' && <Change endpoint={endpoint} />}
          </TabPanel>
        </>
      )}
    </Page>
  );
}

function Change({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTexts('webhooks');
  const queries = useQueryClient();
  if (endpoint.kind === 'status') {
    return <Card>{t('status_kind')}</Card>;
  }
  return (
    <Card title={t('edit')}>
      <EndpointForm
        endpoint={endpoint}
        submitLabel={t('common:save')}
        onSubmit={async (values) => {
          await must(
            gateway.PATCH('/v1/webhooks/{id}', {
              params: { path: { id: endpoint.id } },
              body: {
                url: values.url,
                failover_url: values.failover_url === '' ? null : values.failover_url,
                description: values.description === '' ? null : values.description,
                events: values.events,
              },
            }),
          );
          await queries.invalidateQueries({ queryKey: ['webhooks'] });
        }}
      />
    </Card>
  );
}

function Actions({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTexts('webhooks');
  const queries = useQueryClient();
  const navigation = useNavigation();
  const [asked, setAsked] = useState<'enable' | 'rotate' | 'remove'>();
  const [secret, setSecret] = useState<string>();
  const params = { params: { path: { id: endpoint.id } } };
  useCommands(
    (['enable', 'rotate', 'remove'] as const)
      .filter((it) => it !== 'enable' || endpoint.status === 'disabled')
      .map((it) => ({ key: it, label: t(it), run: () => setAsked(it) })),
  );
  async function confirm() {
    if (asked === 'enable') {
      await must(gateway.POST('/v1/webhooks/{id}/enable', params));
    } else if (asked === 'rotate') {
      setSecret((await must(gateway.POST('/v1/webhooks/{id}/rotate-secret', params))).secret);
    } else {
      await must(gateway.DELETE('/v1/webhooks/{id}', params));
      navigation.go('/webhooks');
    }
    await queries.invalidateQueries({
      queryKey: ['webhooks'],
      ...(asked === 'remove' ? { refetchType: 'none' as const } : {}),
    });
  }
  if (secret !== undefined) {
    return <ShownSecret secret={secret} onDone={() => setSecret(undefined)} />;
  }
  return (
    <>
      {endpoint.status === 'disabled' && (
        <Button variant="contained" onClick={() => setAsked('enable')}>
          {t('enable')}
        </Button>
      )}
      <Button variant="outlined" onClick={() => setAsked('rotate')}>
        {t('rotate')}
      </Button>
      <Button variant="outlined" color="error" onClick={() => setAsked('remove')}>
        {t('remove')}
      </Button>
      {asked !== undefined && (
        <DangerDialog
          action={t(asked)}
          level={asked === 'remove' ? 3 : 2}
          name={endpoint.url}
          onClose={() => setAsked(undefined)}
          onConfirm={confirm}
        >
          {t(`effect_${asked}`)}
        </DangerDialog>
      )}
    </>
  );
}
