import { useCommands, useLive, useSession } from '@elchi/app';
import { type AdminTypes, admin, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, type Column, DangerDialog, DataTable, Empty, None, PageLink, State } from '@elchi/ui';
import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { linksQuery } from './queries';

type Link = AdminTypes['schemas']['Link'];

/** The links of an operator, with start and stop. */
export function Links({ operator }: { operator: number }) {
  const { t } = useTexts('operators');
  const { can } = useSession();
  const allowed = can('links:read');
  const query = useLive({ ...linksQuery, enabled: allowed });
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<Link>();
  const rows = (query.data?.items ?? []).filter((it) => it.operator_id === operator);
  const actionOf = (it: Link) => `${it.status === 'stopped' ? t('start') : t('stop')}: ${it.name}`;
  useCommands(
    can('links:write')
      ? rows.map((it) => ({ key: String(it.id), label: actionOf(it), run: () => setChosen(it) }))
      : [],
  );
  if (!allowed) {
    return null;
  }
  const starts = chosen?.status === 'stopped';
  const columns: Column<Link>[] = [
    {
      key: 'name',
      title: t('common:name'),
      width: 160,
      cell: (it) => <PageLink to={`/links/${it.id}`}>{it.name}</PageLink>,
    },
    {
      key: 'state',
      title: t('common:state'),
      width: 200,
      cell: (it) => <LinkState link={it} />,
    },
    { key: 'address', title: t('address'), width: 200, cell: (it) => `${it.host}:${it.port}` },
    { key: 'protocol', title: 'SMPP / HTTP', width: 110, cell: (it) => it.protocol },
    { key: 'window', title: t('window'), width: 80, align: 'end', cell: (it) => it.send_window },
    {
      key: 'in_flight',
      title: t('in_flight'),
      width: 110,
      align: 'end',
      cell: (it) => it.live?.in_flight ?? <None />,
    },
    { key: 'problem', title: t('messages:error'), cell: (it) => it.live?.problem ?? <None /> },
    {
      key: 'action',
      title: '',
      width: 130,
      cell: (it) =>
        can('links:write') && (
          <Button variant="text" onClick={() => setChosen(it)}>
            {it.status === 'started' ? t('stop') : t('start')}
          </Button>
        ),
    },
  ];
  return (
    <Card
      title={t('links')}
      actions={
        can('links:write') && <PageLink to={`/operators/${operator}/links/new`}>{t('new_link')}</PageLink>
      }
    >
      <DataTable
        label={t('links')}
        columns={columns}
        rows={rows}
        idOf={(it) => String(it.id)}
        loading={query.isPending}
        problem={query.isError ? query.error : undefined}
        retry={() => void query.refetch()}
        empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
      />
      {chosen !== undefined && (
        <DangerDialog
          action={actionOf(chosen)}
          level={2}
          onClose={() => setChosen(undefined)}
          onConfirm={async () => {
            await mustChange(
              admin.PATCH('/admin/v1/smpp-links/{id}', {
                params: { path: { id: chosen.id } },
                body: { status: starts ? 'started' : 'stopped' },
              }),
            );
            await queries.invalidateQueries({ queryKey: ['links'] });
          }}
        >
          {starts ? t('start_effect') : t('stop_effect')}
        </DangerDialog>
      )}
    </Card>
  );
}

function LinkState({ link }: { link: Link }) {
  const { t } = useTexts('operators');
  if (link.status === 'stopped') {
    return <State tone="quiet">{t('stopped')}</State>;
  }
  const { bound = 0, wanted = 0 } = link.live ?? {};
  return (
    <State tone={bound === 0 ? 'bad' : bound < wanted ? 'warn' : 'ok'}>
      {t('started')} {bound}/{wanted}
    </State>
  );
}
