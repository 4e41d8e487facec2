import { EditableList } from '@elchi/app';
import { type AdminTypes, admin, because, must, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, Time } from '@elchi/ui';

type Sender = AdminTypes['schemas']['Sender'];

/** The sender ids that an account may use. */
export function Senders({ account }: { account: number }) {
  const { t } = useTexts('accounts');
  return (
    <EditableList<Sender, { sender: string }>
      title={t('senders')}
      name="account-senders"
      of={account}
      columns={[
        { key: 'sender', title: t('sender'), cell: (it) => it.sender },
        {
          key: 'created',
          title: t('common:created'),
          width: 180,
          cell: (it) => <Time value={it.created_at} />,
        },
      ]}
      fetchPage={(_, cursor, signal) =>
        must(
          admin.GET('/admin/v1/senders', {
            params: { query: { account_id: account, cursor, limit: 100 } as never },
            signal,
          }),
        )
      }
      idOf={(it) => String(it.id)}
      empty={<Empty title={t('no_senders')} />}
      add={{
        permission: 'senders:write',
        label: t('allow_sender'),
        values: { sender: '' },
        fields: [{ name: 'sender', label: t('sender'), rules: { required: true, maxLength: 16 } }],
        send: (values) =>
          mustChange(
            admin.POST('/admin/v1/senders', { body: { account_id: account, sender: values.sender.trim() } }),
          ),
      }}
      actions={[
        {
          permission: 'senders:write',
          label: () => t('take_sender'),
          title: (it) => t('take_sender_title', { name: it.sender }),
          level: 3,
          name: (it) => it.sender,
          effect: () => t('take_sender_effect'),
          send: (it, reason) =>
            mustChange(
              admin.DELETE('/admin/v1/senders/{id}', {
                params: { path: { id: it.id } },
                ...because(reason),
              }),
            ),
        },
      ]}
    />
  );
}
