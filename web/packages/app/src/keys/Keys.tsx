import { type AdminTypes, admin, because, must, mustChange } from '@elchi/client';
import { currentLanguage, dateTime, useTexts } from '@elchi/i18n';
import { DangerDialog, Empty, Id, State, Time, useZone } from '@elchi/ui';
import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { List } from '../ListPage';
import { useSession } from '../session';
import { NewKey } from './NewKey';

type Key = AdminTypes['schemas']['Key'];

/** The keys of an account: list, make, revoke. */
export function Keys({ account }: { account: number }) {
  const { t } = useTexts('keys');
  const { can } = useSession();
  const zone = useZone();
  const queries = useQueryClient();
  const [making, setMaking] = useState(false);
  const [chosen, setChosen] = useState<Key>();
  const changed = () => queries.invalidateQueries({ queryKey: ['keys', account] });
  if (making) {
    return (
      <NewKey
        account={account}
        onDone={() => {
          setMaking(false);
          void changed();
        }}
      />
    );
  }
  return (
    <>
      {can('keys:write') && (
        <div>
          <Button variant="contained" onClick={() => setMaking(true)}>
            {t('new')}
          </Button>
        </div>
      )}
      <List<Key>
        title={t('title')}
        name="keys"
        of={account}
        columns={[
          { key: 'name', title: t('name'), cell: (it) => it.name },
          { key: 'prefix', title: t('prefix'), width: 130, cell: (it) => <Id value={it.prefix} whole /> },
          {
            key: 'status',
            title: t('common:status'),
            width: 140,
            cell: (it) =>
              it.status === 'active' ? (
                <State tone="ok">{t('common:active')}</State>
              ) : (
                <State tone="quiet">{t('common:revoked')}</State>
              ),
          },
          {
            key: 'scopes',
            title: t('scopes'),
            width: 200,
            cell: (it) => <code>{it.scopes.join(', ')}</code>,
          },
          {
            key: 'used',
            title: t('last_used'),
            width: 150,
            cell: (it) => (it.last_used_at === undefined ? t('never') : <Time value={it.last_used_at} />),
          },
          {
            key: 'expires',
            title: t('expires'),
            width: 150,
            cell: (it) => (it.expires_at === undefined ? t('never') : <Time value={it.expires_at} />),
          },
          {
            key: 'action',
            title: '',
            width: 200,
            cell: (it) =>
              it.status === 'active' &&
              can('keys:revoke') && (
                <Button variant="text" color="error" onClick={() => setChosen(it)}>
                  {t('revoke', { name: it.name })}
                </Button>
              ),
          },
        ]}
        fetchPage={(_, __, signal) =>
          must(admin.GET('/admin/v1/api-keys', { params: { query: { account_id: account } }, signal }))
        }
        idOf={(it) => String(it.id)}
        empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
      />
      {chosen !== undefined && (
        <DangerDialog
          action={t('revoke', { name: chosen.name })}
          level={3}
          name={chosen.name}
          onClose={() => setChosen(undefined)}
          onConfirm={async (reason) => {
            await mustChange(
              admin.DELETE('/admin/v1/api-keys/{id}', {
                params: { path: { id: chosen.id } },
                ...because(reason),
              }),
            );
            await changed();
          }}
        >
          {t('revoke_effect', {
            last:
              chosen.last_used_at === undefined ? t('never') : dateTime(new Date(chosen.last_used_at), zone),
            lng: currentLanguage(),
          })}
        </DangerDialog>
      )}
    </>
  );
}
