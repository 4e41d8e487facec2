import { type AdminTypes, admin, because, must, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Empty, Facts, Secret, Time } from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { EditableList, type RowAction } from '../EditableList';
import { useSession } from '../session';
import { LoginBinds } from './LoginBinds';
import { NewLogin } from './NewLogin';

type Login = AdminTypes['schemas']['SmppLogin'];
type Issued = AdminTypes['schemas']['IssuedSmppLogin'];

/** The SMPP logins of an account: list, make, new password, live binds, remove. */
export function SmppLogins({ account }: { account: number }) {
  const { t } = useTexts('smpp');
  const { can } = useSession();
  const queries = useQueryClient();
  const [making, setMaking] = useState(false);
  const [issued, setIssued] = useState<Issued>();
  const [shown, setShown] = useState<Login>();

  const actions: readonly RowAction<Login>[] = [
    {
      permission: 'keys:write',
      label: () => t('rotate'),
      title: (it) => t('rotate_title', { name: it.system_id }),
      level: 2,
      effect: () => t('rotate_effect'),
      send: async (it, reason) => {
        const change = await mustChange(
          admin.POST('/admin/v1/smpp-logins/{id}/rotate', {
            params: { path: { id: it.id } },
            body: { overlap_seconds: 86_400 },
            ...because(reason),
          }),
        );
        if (change.done) {
          setIssued(change.value as Issued);
        }
        return change;
      },
    },
    {
      permission: 'keys:revoke',
      label: () => t('remove'),
      title: (it) => t('remove_title', { name: it.system_id }),
      level: 3,
      name: (it) => it.system_id,
      effect: () => t('remove_effect'),
      send: (it, reason) =>
        mustChange(
          admin.DELETE('/admin/v1/smpp-logins/{id}', {
            params: { path: { id: it.id } },
            ...because(reason),
          }),
        ),
    },
  ];

  return (
    <>
      {issued !== undefined && <Sheet issued={issued} onDone={() => setIssued(undefined)} />}
      {making ? (
        <Card
          title={t('new')}
          actions={<Button onClick={() => setMaking(false)}>{t('common:cancel')}</Button>}
        >
          <NewLogin
            account={account}
            onMade={async (made) => {
              setMaking(false);
              setIssued(made);
              await queries.invalidateQueries({ queryKey: ['smpp-logins'] });
            }}
          />
        </Card>
      ) : (
        can('keys:write') && (
          <div>
            <Button variant="contained" onClick={() => setMaking(true)}>
              {t('new')}
            </Button>
          </div>
        )
      )}
      <EditableList<Login>
        title={t('title')}
        name="smpp-logins"
        of={account}
        columns={[
          { key: 'system_id', title: t('system_id'), cell: (it) => <code>{it.system_id}</code> },
          { key: 'max', title: t('most_binds'), width: 150, align: 'end', cell: (it) => it.binds.max },
          { key: 'window', title: t('window'), width: 80, align: 'end', cell: (it) => it.submits.window },
          {
            key: 'tls',
            title: t('tls'),
            width: 140,
            cell: (it) => (it.binds.tls_required === true ? t('tls_yes') : t('tls_no')),
          },
          {
            key: 'created',
            title: t('common:created'),
            width: 180,
            cell: (it) => <Time value={it.created_at} />,
          },
          {
            key: 'binds',
            title: t('binds'),
            width: 130,
            cell: (it) => (
              <Button
                variant="text"
                aria-label={t('binds_of', { name: it.system_id })}
                onClick={() => setShown(it)}
              >
                {t('show_binds')}
              </Button>
            ),
          },
        ]}
        fetchPage={(_, cursor, signal) =>
          must(
            admin.GET('/admin/v1/smpp-logins', {
              params: { query: { account_id: account, cursor, limit: 100 } as never },
              signal,
            }),
          )
        }
        idOf={(it) => String(it.id)}
        empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
        actions={actions}
        actionWidth={230}
      />
      {shown !== undefined && <LoginBinds login={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}

/** What a client needs to bind; the password is in this component alone. The contract has no host and no port. */
function Sheet({ issued, onDone }: { issued: Issued; onDone(): void }) {
  const { t } = useTexts('smpp');
  const { login } = issued;
  const list = (values: readonly (string | number)[] | undefined) =>
    values === undefined || values.length === 0 ? t('any') : values.join(', ');
  return (
    <Card title={t('sheet')}>
      <Box sx={{ display: 'flex', flexDirection: 'column', gap: 3 }}>
        <Box>{t('shown_once')}</Box>
        <Secret label={t('password')} value={issued.password} />
        <Facts
          rows={[
            [t('system_id'), <code key="s">{login.system_id}</code>],
            [t('most_binds'), login.binds.max],
            [t('modes'), list(login.binds.modes)],
            [t('tls'), login.binds.tls_required === true ? t('tls_yes') : t('tls_no')],
            [t('ips'), list(login.binds.ip_whitelist)],
            [t('window'), login.submits.window],
            login.submits.rate_per_second !== undefined && [t('rate'), login.submits.rate_per_second],
          ]}
        />
        <Box>{t('sheet_hint')}</Box>
        <Box>
          <Button variant="contained" onClick={onDone}>
            {t('stored')}
          </Button>
        </Box>
      </Box>
    </Card>
  );
}
