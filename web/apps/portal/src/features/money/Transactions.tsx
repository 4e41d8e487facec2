import { createdRange, ListPage, useReasonName, useTransactionFilters } from '@elchi/app';
import { type GatewayTypes, gateway, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, Money, None, Time } from '@elchi/ui';

type Transaction = GatewayTypes['schemas']['Transaction'];

export default function Transactions() {
  const { t } = useTexts('accounts');
  const reasonName = useReasonName();
  // The client's list has no filter of amounts.
  const filters = useTransactionFilters();
  return (
    <ListPage<Transaction>
      title={t('transactions')}
      name="transactions"
      filters={filters.filter((it) => !it.name.endsWith('_amount'))}
      columns={[
        { key: 'at', title: t('common:time'), width: 150, cell: (it) => <Time value={it.created_at} /> },
        { key: 'reason', title: t('kind'), width: 160, cell: (it) => reasonName(it.reason) },
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
        { key: 'reference', title: t('messages:reference'), cell: (it) => it.reference ?? <None /> },
        { key: 'id', title: 'id', width: 90, align: 'end', cell: (it) => it.id },
      ]}
      range={createdRange}
      fetchPage={(chosen, cursor, signal) =>
        must(
          gateway.GET('/v1/transactions', {
            params: { query: { ...chosen, cursor, limit: 100 } as never },
            signal,
          }),
        )
      }
      idOf={(it) => String(it.id)}
      empty={<Empty title={t('no_transactions')} />}
    />
  );
}
