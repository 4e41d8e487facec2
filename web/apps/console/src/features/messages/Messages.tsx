import { acceptedRange, ListPage, useMessageColumns, useMessageFilters } from '@elchi/app';
import { useTexts } from '@elchi/i18n';
import { Empty } from '@elchi/ui';
import { listMessages } from './queries';

export default function Messages() {
  const { t } = useTexts('messages');
  const columns = useMessageColumns({ masked: true, platform: true });
  const filters = useMessageFilters();
  return (
    <ListPage
      title={t('title')}
      name="messages"
      columns={columns}
      filters={[
        ...filters,
        { name: 'account_id', label: t('account_id') },
        { name: 'operator_id', label: t('operator_id') },
      ]}
      range={acceptedRange}
      fetchPage={listMessages}
      idOf={(it) => it.id}
      linkOf={(it) => `/messages/${it.id}`}
      empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
    />
  );
}
