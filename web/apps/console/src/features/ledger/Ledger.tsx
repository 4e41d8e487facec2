import {
  createdRange,
  ListPage,
  type Transaction,
  useTransactionColumns,
  useTransactionFilters,
} from '@elchi/app';
import { admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty } from '@elchi/ui';

export default function Ledger() {
  const { t } = useTexts('ledger');
  const columns = useTransactionColumns(true);
  const filters = useTransactionFilters();
  return (
    <ListPage<Transaction>
      title={t('title')}
      name="ledger"
      columns={columns}
      filters={[...filters, { name: 'account_id', label: t('messages:account_id') }]}
      range={createdRange}
      fetchPage={(chosen, cursor, signal) =>
        must(
          admin.GET('/admin/v1/transactions', {
            params: { query: { ...chosen, cursor, limit: 100 } as never },
            signal,
          }),
        )
      }
      idOf={(it) => String(it.id)}
      empty={<Empty title={t('none')} />}
    />
  );
}
