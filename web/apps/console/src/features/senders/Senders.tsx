import { EditablePage, findAccounts } from '@elchi/app';
import { type AdminTypes, admin, because, must, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, PageLink, Time } from '@elchi/ui';

type Sender = AdminTypes['schemas']['Sender'];

const empty = { account_id: '', sender: '' };

/** What each account may send from. */
export default function Senders() {
  const { t } = useTexts('senders');
  return (
    <EditablePage<Sender, typeof empty>
      title={t('title')}
      name="senders"
      filters={[{ name: 'account_id', label: t('messages:account_id') }]}
      columns={[
        { key: 'sender', title: t('sender'), width: 180, cell: (it) => it.sender },
        {
          key: 'account',
          title: t('common:account'),
          cell: (it) => <PageLink to={`/accounts/${it.account_id}`}>{it.account ?? it.account_id}</PageLink>,
        },
        { key: 'at', title: t('common:created'), width: 150, cell: (it) => <Time value={it.created_at} /> },
        { key: 'id', title: 'id', width: 80, align: 'end', cell: (it) => it.id },
      ]}
      fetchPage={(filters, cursor, signal) =>
        must(
          admin.GET('/admin/v1/senders', {
            params: { query: { ...filters, cursor, limit: 100 } as never },
            signal,
          }),
        )
      }
      idOf={(it) => String(it.id)}
      empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
      add={{
        permission: 'senders:write',
        label: t('add'),
        values: empty,
        fields: [
          {
            name: 'account_id',
            label: t('messages:account_id'),
            hint: t('routes:account_typed'),
            suggest: findAccounts,
            rules: { required: true, pattern: /^[1-9][0-9]*$/ },
          },
          { name: 'sender', label: t('sender'), hint: t('hint'), rules: { required: true, maxLength: 16 } },
        ],
        send: (values) =>
          mustChange(
            admin.POST('/admin/v1/senders', {
              body: { account_id: Number(values.account_id), sender: values.sender.trim() },
            }),
          ),
      }}
      actions={[
        {
          permission: 'senders:write',
          label: () => t('remove'),
          title: (it) => t('remove_one', { sender: it.sender }),
          level: 3,
          name: (it) => it.sender,
          effect: (it) => t('effect', { account: it.account ?? it.account_id }),
          send: (it, reason) =>
            mustChange(
              admin.DELETE('/admin/v1/senders/{id}', { params: { path: { id: it.id } }, ...because(reason) }),
            ),
        },
      ]}
    />
  );
}
