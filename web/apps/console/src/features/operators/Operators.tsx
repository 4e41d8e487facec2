import { ListPage, useSession } from '@elchi/app';
import { type AdminTypes, admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, Money, None, PageLink, State } from '@elchi/ui';

type Operator = AdminTypes['schemas']['Operator'];

/** The ill ones first. */
function order(it: Operator): number {
  return it.status === 'active' && !it.reachable ? 0 : it.status === 'active' ? 1 : 2;
}

export default function Operators() {
  const { t } = useTexts('operators');
  const { can } = useSession();
  return (
    <ListPage<Operator>
      title={t('title')}
      actions={can('operators:write') && <PageLink to="/operators/new">{t('new')}</PageLink>}
      name="operators"
      columns={[
        { key: 'name', title: t('operator'), cell: (it) => it.name },
        {
          key: 'status',
          title: t('common:status'),
          width: 150,
          cell: (it) =>
            it.status === 'active' ? (
              <State tone="ok">{t('common:active')}</State>
            ) : (
              <State tone="quiet">{t('common:suspended')}</State>
            ),
        },
        { key: 'reachable', title: t('reachable'), width: 160, cell: (it) => <Reachable operator={it} /> },
        { key: 'bound', title: t('bound'), width: 130, align: 'end', cell: (it) => it.bound ?? <None /> },
        {
          key: 'network',
          title: t('network'),
          width: 120,
          cell: (it) => [it.mcc, it.mnc].filter(Boolean).join(' ') || <None />,
        },
        {
          key: 'cost',
          title: t('cost'),
          width: 130,
          align: 'end',
          cell: (it) => <Money value={it.default_cost} />,
        },
      ]}
      fetchPage={async (_, __, signal) => {
        const found = await must(admin.GET('/admin/v1/operators', { signal }));
        return { items: [...found.items].sort((a, b) => order(a) - order(b)) };
      }}
      idOf={(it) => String(it.id)}
      linkOf={(it) => `/operators/${it.id}`}
      empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
      refetchInterval={3_000}
    />
  );
}

export function Reachable({ operator }: { operator: Operator }) {
  const { t } = useTexts('operators');
  return operator.reachable ? (
    <State tone="ok">{t('reachable')}</State>
  ) : (
    <State tone="bad">{t('unreachable')}</State>
  );
}
