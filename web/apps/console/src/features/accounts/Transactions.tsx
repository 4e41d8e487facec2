import {
  createdRange,
  List,
  type Transaction,
  useTransactionColumns,
  useTransactionFilters,
} from '@elchi/app';
import { type AdminTypes, admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty } from '@elchi/ui';
import { MoneyForms } from './MoneyForms';

export function Transactions({ account }: { account: AdminTypes['schemas']['Account'] }) {
  const { t } = useTexts('accounts');
  const columns = useTransactionColumns(false);
  const filters = useTransactionFilters();
  return (
    <>
      <MoneyForms account={account} />
      <List<Transaction>
        title={t('transactions')}
        name="transactions"
        of={account.id}
        columns={columns}
        filters={filters}
        range={createdRange}
        fetchPage={(chosen, cursor, signal) =>
          must(
            admin.GET('/admin/v1/accounts/{id}/transactions', {
              params: { path: { id: account.id }, query: { ...chosen, cursor, limit: 100 } as never },
              signal,
            }),
          )
        }
        idOf={(it) => String(it.id)}
        empty={<Empty title={t('no_transactions')} />}
      />
    </>
  );
}
