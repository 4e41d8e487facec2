import {
  acceptedRange,
  type ListAnswer,
  type ListedMessage,
  ListPage,
  useMessageColumns,
  useMessageFilters,
} from '@elchi/app';
import { gateway, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty } from '@elchi/ui';

export default function Messages() {
  const { t } = useTexts('messages');
  const columns = useMessageColumns({ masked: false, platform: false });
  const filters = useMessageFilters();
  return (
    <ListPage<ListedMessage>
      title={t('title')}
      name="messages"
      columns={columns}
      filters={filters}
      range={acceptedRange}
      fetchPage={(chosen, cursor, signal) =>
        must(
          gateway.GET('/v1/sms', { params: { query: { ...chosen, cursor, limit: 100 } as never }, signal }),
        ) as Promise<ListAnswer<ListedMessage>>
      }
      idOf={(it) => it.id}
      linkOf={(it) => `/messages/${it.id}`}
      empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
    />
  );
}
