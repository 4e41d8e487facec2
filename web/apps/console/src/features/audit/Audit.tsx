import { ListPage, Person } from '@elchi/app';
import { type AdminTypes, admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, None, State, Time } from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Entry } from './Entry';

export type AuditEntry = AdminTypes['schemas']['AuditEntry'];

export default function Audit() {
  const { t } = useTexts('audit');
  const [chosen, setChosen] = useState<AuditEntry>();
  return (
    <>
      <ListPage<AuditEntry>
        title={t('title')}
        name="audit"
        above={<Verification />}
        filters={[
          { name: 'object', label: t('object') },
          { name: 'object_id', label: t('object_id') },
          { name: 'user_id', label: t('user_id') },
          { name: 'api_key_id', label: t('key_id') },
        ]}
        columns={[
          { key: 'at', title: t('common:time'), width: 150, cell: (it) => <Time value={it.entry.at} /> },
          { key: 'actor', title: t('actor'), width: 170, cell: (it) => <Who actor={it.entry.actor} /> },
          {
            key: 'action',
            title: t('action'),
            width: 110,
            cell: (it) => (it.entry.action === undefined ? <None /> : t(`action_${it.entry.action}`)),
          },
          {
            key: 'object',
            title: t('object'),
            cell: (it) => (
              <code>
                {it.entry.object ?? it.entry.unreadable} {it.entry.id}
              </code>
            ),
          },
          {
            key: 'reason',
            title: t('common:reason'),
            width: 220,
            cell: (it) => it.entry.actor?.reason ?? <None />,
          },
          { key: 'id', title: 'id', width: 80, align: 'end', cell: (it) => it.id },
          {
            key: 'open',
            title: '',
            width: 100,
            cell: (it) => (
              <Button variant="text" aria-label={`${t('open')} ${it.id}`} onClick={() => setChosen(it)}>
                {t('open')}
              </Button>
            ),
          },
        ]}
        fetchPage={(filters, cursor, signal) =>
          must(
            admin.GET('/admin/v1/audit', {
              params: { query: { ...filters, cursor, limit: 100 } as never },
              signal,
            }),
          )
        }
        idOf={(it) => String(it.id)}
        empty={<Empty title={t('none')} />}
      />
      {chosen !== undefined && <Entry entry={chosen} onClose={() => setChosen(undefined)} />}
    </>
  );
}

/** A person by name; another actor by its kind and id. */
export function Who({ actor }: { actor: AuditEntry['entry']['actor'] }) {
  const { t } = useTexts('audit');
  if (actor === undefined) {
    return <None />;
  }
  if (actor.user_id !== undefined) {
    return <Person id={actor.user_id} />;
  }
  return (
    <>
      {t(`actor_${actor.kind}`)} {actor.api_key_id ?? actor.oauth_client_id ?? actor.user}
    </>
  );
}

function Verification() {
  const { t } = useTexts('audit');
  const query = useQuery({
    queryKey: ['audit', 'verification'],
    queryFn: ({ signal }) => must(admin.GET('/admin/v1/audit/verification', { signal })),
    staleTime: 60_000,
  });
  const found = query.data;
  if (found === undefined) {
    return null;
  }
  return (
    <Box>
      <State tone={found.faults.length === 0 ? 'ok' : 'bad'}>
        {found.faults.length === 0
          ? t('intact', { verified: found.verified, waiting: found.waiting })
          : t('faults', { faults: found.faults.length })}
      </State>
      {found.faults.length > 0 && (
        <ul>
          {found.faults.map((it) => (
            <li key={it}>{it}</li>
          ))}
        </ul>
      )}
    </Box>
  );
}
