import {
  acceptedRange,
  List,
  type ListAnswer,
  type ListedMessage,
  useMessageColumns,
  useMessageFilters,
} from '@elchi/app';
import { admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty } from '@elchi/ui';

export function AccountMessages({ account }: { account: number }) {
  const { t } = useTexts('messages');
  const columns = useMessageColumns({ masked: true, platform: true });
  const filters = useMessageFilters();
  return (
    <List<ListedMessage>
      title={t('title')}
      name="messages"
      of={account}
      columns={columns.filter((it) => it.key !== 'account')}
      filters={filters}
      range={acceptedRange}
      fetchPage={(chosen, cursor, signal) =>
        must(
          admin.GET('/admin/v1/messages', {
            params: { query: { ...chosen, account_id: account, cursor, limit: 100 } as never },
            signal,
          }),
        ) as Promise<ListAnswer<ListedMessage>>
      }
      idOf={(it) => it.id}
      linkOf={(it) => `/messages/${it.id}`}
      empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
    />
  );
}
