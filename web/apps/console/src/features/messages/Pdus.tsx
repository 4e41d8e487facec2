import { PduTable } from '@elchi/app';
import { useTexts } from '@elchi/i18n';
import { Card, Empty, Loading, ProblemBox } from '@elchi/ui';
import { useQuery } from '@tanstack/react-query';
import { pdusQuery } from './queries';

/** The PDUs of a message, as far as its link was traced. */
export function Pdus({ id }: { id: string }) {
  const { t } = useTexts('pdus');
  const query = useQuery(pdusQuery(id));
  if (query.isPending) {
    return <Loading />;
  }
  if (query.isError) {
    return <ProblemBox problem={query.error} retry={() => void query.refetch()} />;
  }
  const { traced, items } = query.data;
  if (!traced) {
    return <Empty title={t('not_traced')}>{t('not_traced_hint')}</Empty>;
  }
  return (
    <Card>
      {items.length === 0 ? (
        <Empty title={t('none')}>{t('none_hint')}</Empty>
      ) : (
        <PduTable rows={items} withMessages={false} />
      )}
    </Card>
  );
}
