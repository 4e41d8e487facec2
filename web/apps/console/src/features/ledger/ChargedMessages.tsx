import { ListPage, usePathPart } from '@elchi/app';
import { type AdminTypes, admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, Id, Money, PageLink } from '@elchi/ui';

type Charged = AdminTypes['schemas']['ChargedMessagePage']['items'][number];

/** The messages that make the amount of a transaction. */
export default function ChargedMessages() {
  const { t } = useTexts('ledger');
  const id = Number(usePathPart('id'));
  return (
    <ListPage<Charged>
      title={t('messages_of', { id })}
      name="charged"
      of={id}
      columns={[
        {
          key: 'message',
          title: t('messages:message'),
          width: 340,
          cell: (it) => <Id value={it.message_id} whole />,
        },
        {
          key: 'account',
          title: t('common:account'),
          cell: (it) => <PageLink to={`/accounts/${it.account_id}`}>{it.account ?? it.account_id}</PageLink>,
        },
        { key: 'parts', title: t('messages:parts'), width: 80, align: 'end', cell: (it) => it.parts },
        {
          key: 'price',
          title: t('amount'),
          width: 160,
          align: 'end',
          cell: (it) => <Money value={it.price} />,
        },
        {
          key: 'open',
          title: '',
          width: 120,
          cell: (it) => <PageLink to={`/messages/${it.message_id}`}>{t('open_message')}</PageLink>,
        },
      ]}
      fetchPage={(_, cursor, signal) =>
        must(
          admin.GET('/admin/v1/transactions/{id}/messages', {
            params: { path: { id }, query: { cursor, limit: 100 } as never },
            signal,
          }),
        )
      }
      idOf={(it) => it.message_id}
      empty={<Empty title={t('no_messages')} />}
    />
  );
}
