import { ListPage } from '@elchi/app';
import { type GatewayTypes, gateway, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, PageLink, Time } from '@elchi/ui';

type Reveal = GatewayTypes['schemas']['RevealPage']['items'][number];

/** Which texts of the account the platform's staff could read. */
export default function RevealsPage() {
  const { t } = useTexts('reveals');
  return (
    <ListPage<Reveal>
      title={t('title')}
      name="reveals"
      filters={[]}
      columns={[
        { key: 'at', title: t('common:time'), width: 150, cell: (it) => <Time value={it.created_at} /> },
        { key: 'until', title: t('until'), width: 150, cell: (it) => <Time value={it.ends_at} /> },
        {
          key: 'message',
          title: t('messages:message'),
          width: 170,
          cell: (it) => <PageLink to={`/messages/${it.message_id}`}>{it.message_id.slice(0, 13)}…</PageLink>,
        },
        { key: 'ticket', title: t('ticket'), width: 140, cell: (it) => it.ticket },
        { key: 'reason', title: t('reason'), cell: (it) => it.reason },
      ]}
      fetchPage={(_, cursor, signal) =>
        must(gateway.GET('/v1/reveals', { params: { query: { cursor, limit: 100 } }, signal }))
      }
      idOf={(it) => `${it.message_id} ${it.created_at}`}
      empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
    />
  );
}
