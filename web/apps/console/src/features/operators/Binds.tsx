import { ListPage } from '@elchi/app';
import { type AdminTypes, admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Duration, Empty, None, PageLink, State, Time } from '@elchi/ui';

type LinkBinds = AdminTypes['schemas']['LinkBinds'];

/** A session of a link, or the link itself while none is bound. */
interface Row {
  id: string;
  link: LinkBinds;
  session: LinkBinds['sessions'][number] | undefined;
}

export default function Binds() {
  const { t } = useTexts('operators');
  return (
    <ListPage<Row>
      title={t('binds')}
      name="binds"
      columns={[
        {
          key: 'operator',
          title: t('operator'),
          width: 140,
          cell: (it) => <PageLink to={`/operators/${it.link.operator_id}`}>{it.link.operator}</PageLink>,
        },
        { key: 'link', title: t('common:name'), width: 150, cell: (it) => it.link.link },
        { key: 'n', title: '#', width: 40, align: 'end', cell: (it) => it.session?.n ?? <None /> },
        {
          key: 'state',
          title: t('common:state'),
          width: 140,
          cell: (it) => (
            <State tone={it.session?.state === 'bound' ? 'ok' : 'bad'}>
              {it.session?.state ?? t('stopped')}
            </State>
          ),
        },
        {
          key: 'since',
          title: t('common:time'),
          width: 150,
          cell: (it) => <Time value={it.session?.since} />,
        },
        {
          key: 'in_flight',
          title: t('in_flight'),
          width: 110,
          align: 'end',
          cell: (it) =>
            it.session === undefined ? <None /> : `${it.session.in_flight} / ${it.session.send_window}`,
        },
        {
          key: 'rate',
          title: t('per_second'),
          width: 100,
          align: 'end',
          cell: (it) => it.session?.per_second.toFixed(1) ?? <None />,
        },
        {
          key: 'response',
          title: t('response_ms'),
          width: 110,
          align: 'end',
          cell: (it) => <Duration millis={it.session?.response_ms} />,
        },
        {
          key: 'ceiling',
          title: t('ceiling'),
          width: 90,
          align: 'end',
          cell: (it) => it.session?.ceiling_per_second?.toFixed(0) ?? <None />,
        },
        {
          key: 'limited',
          title: t('limited_by'),
          cell: (it) => (it.link.limited_by === undefined ? <None /> : t(`limit_${it.link.limited_by}`)),
        },
        { key: 'problem', title: t('messages:error'), width: 200, cell: (it) => it.link.problem ?? <None /> },
      ]}
      fetchPage={async (_, __, signal) => {
        const found = await must(admin.GET('/admin/v1/binds', { signal }));
        return {
          items: found.items.flatMap((link): Row[] =>
            link.sessions.length === 0
              ? [{ id: `${link.link_id}`, link, session: undefined }]
              : link.sessions.map((session) => ({ id: `${link.link_id}/${session.n}`, link, session })),
          ),
        };
      }}
      idOf={(it) => it.id}
      empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
      refetchInterval={2_000}
    />
  );
}
