import { EditableList } from '@elchi/app';
import { type GatewayTypes, gateway, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Duration, Empty, Id, None, PageLink, State, Time } from '@elchi/ui';
import { useQueryClient } from '@tanstack/react-query';

type Attempt = GatewayTypes['schemas']['Attempt'];

const pageSize = 100;

/** Every post to the endpoint, newest first. The contract pages by time. */
export function Attempts({ id }: { id: number }) {
  const { t } = useTexts('webhooks');
  const queries = useQueryClient();
  return (
    <EditableList<Attempt>
      title={t('attempts')}
      name="webhook-attempts"
      of={id}
      filters={[{ name: 'before', label: t('before') }]}
      columns={[
        { key: 'at', title: t('common:time'), width: 210, cell: (it) => <Time value={it.at} millis /> },
        { key: 'type', title: t('type'), width: 170, cell: (it) => it.type },
        {
          key: 'status',
          title: t('status_code'),
          width: 120,
          cell: (it) => (
            <State tone={it.error === null || it.error === undefined ? 'ok' : 'bad'}>
              {it.status ?? t('error')}
            </State>
          ),
        },
        {
          key: 'millis',
          title: t('messages:took'),
          width: 80,
          align: 'end',
          cell: (it) => <Duration millis={it.millis} />,
        },
        { key: 'attempt', title: t('attempt'), width: 80, align: 'end', cell: (it) => it.attempt },
        {
          key: 'error',
          title: t('error'),
          cell: (it) =>
            [it.failover ? t('to_failover') : undefined, it.error].filter(Boolean).join(' · ') || <None />,
        },
        { key: 'event', title: t('event'), width: 160, cell: (it) => <Id value={it.event_id} /> },
        {
          key: 'message',
          title: t('message'),
          width: 120,
          cell: (it) =>
            it.message_id === undefined ? (
              <None />
            ) : (
              <PageLink to={`/messages/${it.message_id}`}>{it.message_id.slice(0, 8)}…</PageLink>
            ),
        },
      ]}
      fetchPage={async ({ before }, cursor, signal) => {
        const page = await must(
          gateway.GET('/v1/webhooks/{id}/attempts', {
            params: {
              path: { id },
              query: {
                limit: pageSize,
                ...((cursor ?? before) === undefined ? {} : { before: (cursor ?? before) as string }),
              },
            },
            signal,
          }),
        );
        const last = page.items.at(-1);
        return page.items.length < pageSize || last === undefined
          ? { items: page.items }
          : { items: page.items, next: last.at };
      }}
      idOf={(it) => `${it.event_id} ${it.attempt} ${it.at}`}
      empty={<Empty title={t('no_attempts')}>{t('no_attempts_hint')}</Empty>}
      refetchInterval={5_000}
      actions={[
        {
          permission: 'webhooks:write',
          label: () => t('again'),
          title: (it) => t('again_title', { event: it.event_id }),
          level: 2,
          effect: () => t('again_effect'),
          send: async (it) => {
            const replay = await must(
              gateway.POST('/v1/webhooks/{id}/replays', {
                params: { path: { id } },
                body: { event_id: it.event_id },
              }),
            );
            await queries.invalidateQueries({ queryKey: ['webhooks', 'replays', id] });
            // 202: the replay runs. It is no draft.
            return { done: true, value: replay };
          },
        },
      ]}
    />
  );
}
