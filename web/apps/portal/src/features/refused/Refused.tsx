import { ListPage } from '@elchi/app';
import { type GatewayTypes, gateway, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, Id, None, Phone, Time } from '@elchi/ui';

type Refused = GatewayTypes['schemas']['RefusedRequest'];

export default function RefusedPage() {
  const { t } = useTexts('refused');
  return (
    <ListPage<Refused>
      title={t('title')}
      name="refusals"
      filters={[{ name: 'code', label: t('code') }]}
      columns={[
        { key: 'at', title: t('common:time'), width: 150, cell: (it) => <Time value={it.at} /> },
        { key: 'code', title: t('code'), width: 190, cell: (it) => <code>{it.code}</code> },
        { key: 'field', title: t('field'), width: 120, cell: (it) => it.field ?? <None /> },
        { key: 'detail', title: t('detail'), cell: (it) => it.detail ?? <None /> },
        {
          key: 'to',
          title: t('messages:to'),
          width: 160,
          cell: (it) => (it.to === undefined ? <None /> : <Phone value={it.to} masked={false} />),
        },
        {
          key: 'correlation',
          title: t('correlation'),
          width: 150,
          cell: (it) => (it.correlation_id === undefined ? <None /> : <Id value={it.correlation_id} />),
        },
      ]}
      fetchPage={(filters, cursor, signal) =>
        must(
          gateway.GET('/v1/requests', {
            params: { query: { ...filters, cursor, limit: 100 } as never },
            signal,
          }),
        )
      }
      idOf={(it) => `${it.at} ${it.correlation_id ?? it.code}`}
      empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
      refetchInterval={10_000}
    />
  );
}
