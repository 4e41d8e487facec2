import { ListPage, Person } from '@elchi/app';
import { admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, Time } from '@elchi/ui';
import { type Draft, DraftState, requestOf } from './drafts';

const lists = ['open', 'to_approve', 'mine', 'all'] as const;

export default function Approvals() {
  const { t } = useTexts('approvals');
  return (
    <ListPage<Draft>
      title={t('title')}
      name="drafts"
      filters={[
        {
          name: 'list',
          label: t('which'),
          options: lists.map((it) => ({ value: it, label: t(`list_${it}`) })),
        },
      ]}
      columns={[
        { key: 'request', title: t('request'), width: 300, cell: (it) => <code>{requestOf(it)}</code> },
        { key: 'state', title: t('common:state'), width: 130, cell: (it) => <DraftState state={it.state} /> },
        { key: 'author', title: t('author'), width: 160, cell: (it) => <Person id={it.user_id} /> },
        { key: 'reason', title: t('common:reason'), cell: (it) => it.reason },
        {
          key: 'created',
          title: t('common:created'),
          width: 150,
          cell: (it) => <Time value={it.created_at} />,
        },
        { key: 'expires', title: t('expires'), width: 150, cell: (it) => <Time value={it.expires_at} /> },
      ]}
      fetchPage={(filters, cursor, signal) =>
        must(
          admin.GET('/admin/v1/drafts', {
            params: { query: { ...filters, cursor, limit: 100 } as never },
            signal,
          }),
        )
      }
      idOf={(it) => String(it.id)}
      linkOf={(it) => `/approvals/${it.id}`}
      empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
      refetchInterval={10_000}
    />
  );
}
