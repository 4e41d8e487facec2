import { ListPage, useCommands, useSession } from '@elchi/app';
import { gateway, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Empty, None, State, Time } from '@elchi/ui';
import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { EndpointForm } from './EndpointForm';
import type { Endpoint } from './queries';
import { ShownSecret } from './ShownSecret';

export default function Webhooks() {
  const { t } = useTexts('webhooks');
  const { can } = useSession();
  const queries = useQueryClient();
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string>();
  useCommands([
    can('webhooks:write') && !making && { key: 'new', label: t('new'), run: () => setMaking(true) },
  ]);
  return (
    <ListPage<Endpoint>
      title={t('title')}
      name="webhooks"
      actions={
        can('webhooks:write') &&
        !making && (
          <Button variant="contained" onClick={() => setMaking(true)}>
            {t('new')}
          </Button>
        )
      }
      above={
        secret !== undefined ? (
          <ShownSecret secret={secret} onDone={() => setSecret(undefined)} />
        ) : (
          making && (
            <Card
              title={t('new')}
              actions={<Button onClick={() => setMaking(false)}>{t('common:cancel')}</Button>}
            >
              <EndpointForm
                submitLabel={t('common:create')}
                onSubmit={async (values) => {
                  const made = await must(
                    gateway.POST('/v1/webhooks', {
                      body: {
                        url: values.url,
                        ...(values.failover_url === '' ? {} : { failover_url: values.failover_url }),
                        ...(values.description === '' ? {} : { description: values.description }),
                        ...(values.events.length === 0 ? {} : { events: values.events }),
                      },
                    }),
                  );
                  setSecret(made.secret);
                  setMaking(false);
                  await queries.invalidateQueries({ queryKey: ['webhooks'] });
                }}
              />
            </Card>
          )
        )
      }
      columns={[
        { key: 'url', title: t('url'), cell: (it) => it.url },
        {
          key: 'status',
          title: t('common:status'),
          width: 130,
          cell: (it) => <EndpointState endpoint={it} />,
        },
        {
          key: 'events',
          title: t('events'),
          width: 260,
          cell: (it) => (it.events ?? []).join(', ') || t('final_states'),
        },
        { key: 'description', title: t('description'), width: 180, cell: (it) => it.description ?? <None /> },
        {
          key: 'created',
          title: t('common:created'),
          width: 180,
          cell: (it) => <Time value={it.created_at} />,
        },
      ]}
      fetchPage={(_, __, signal) => must(gateway.GET('/v1/webhooks', { signal }))}
      idOf={(it) => String(it.id)}
      linkOf={(it) => `/webhooks/${it.id}`}
      empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
    />
  );
}

export function EndpointState({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTexts('webhooks');
  return <State tone={endpoint.status === 'active' ? 'ok' : 'bad'}>{t(`status_${endpoint.status}`)}</State>;
}
