import { List } from '@elchi/app';
import { type AdminTypes, admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, Money, None, Time } from '@elchi/ui';

type Transaction = AdminTypes['schemas']['Transaction'];

export function Transactions({ account }: { account: number }) {
  const { t } = useTexts('accounts');
  return (
    <List<Transaction>
      title={t('transactions')}
      name="transactions"
      of={account}
      columns={[
        { key: 'at', title: t('common:time'), width: 150, cell: (it) => <Time value={it.created_at} /> },
        { key: 'reason', title: t('kind'), width: 160, cell: (it) => it.reason },
        {
          key: 'amount',
          title: t('amount'),
          width: 180,
          align: 'end',
          cell: (it) => (
            <>
              {it.direction === 'debit' ? '−' : '+'}
              <Money value={it.amount} />
            </>
          ),
        },
        {
          key: 'parts',
          title: t('messages:parts'),
          width: 80,
          align: 'end',
          cell: (it) => it.parts ?? <None />,
        },
        {
          key: 'reference',
          title: t('messages:reference'),
          cell: (it) => it.reference ?? it.note ?? <None />,
        },
        { key: 'id', title: 'id', width: 90, align: 'end', cell: (it) => it.id },
      ]}
      fetchPage={(_, cursor, signal) =>
        must(
          admin.GET('/admin/v1/accounts/{id}/transactions', {
            params: { path: { id: account }, query: { cursor, limit: 100 } as never },
            signal,
          }),
        )
      }
      idOf={(it) => String(it.id)}
      empty={<Empty title={t('no_transactions')} />}
    />
  );
}
