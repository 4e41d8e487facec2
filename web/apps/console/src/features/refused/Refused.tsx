import { ListPage } from '@elchi/app';
import { type AdminTypes, admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, Id, None, PageLink, Phone, Time } from '@elchi/ui';

type Refusal = AdminTypes['schemas']['Refusal'];

export default function Refused() {
  const { t } = useTexts('refused');
  return (
    <ListPage<Refusal>
      title={t('title')}
      name="refusals"
      filters={[
        { name: 'code', label: t('code') },
        { name: 'account_id', label: t('messages:account_id') },
      ]}
      columns={[
        { key: 'at', title: t('common:time'), width: 150, cell: (it) => <Time value={it.at} /> },
        { key: 'code', title: t('code'), width: 190, cell: (it) => <code>{it.code}</code> },
        {
          key: 'account',
          title: t('common:account'),
          width: 160,
          cell: (it) => <PageLink to={`/accounts/${it.account_id}`}>{it.account ?? it.account_id}</PageLink>,
        },
        { key: 'field', title: t('field'), width: 120, cell: (it) => it.field ?? <None /> },
        { key: 'detail', title: t('detail'), cell: (it) => it.detail ?? <None /> },
        {
          key: 'to',
          title: t('messages:to'),
          width: 150,
          cell: (it) => (it.to === undefined ? <None /> : <Phone value={it.to} />),
        },
        { key: 'from', title: t('messages:from'), width: 110, cell: (it) => it.from ?? <None /> },
        {
          key: 'correlation',
          title: t('correlation'),
          width: 150,
          cell: (it) => (it.correlation_id === undefined ? <None /> : <Id value={it.correlation_id} />),
        },
      ]}
      fetchPage={(filters, cursor, signal) =>
        must(
          admin.GET('/admin/v1/refusals', {
            params: { query: { ...filters, cursor, limit: 100 } as never },
            signal,
          }),
        )
      }
      idOf={(it) => String(it.id)}
      empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
      refetchInterval={10_000}
    />
  );
}
