import { type AdminTypes, admin, because, must, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Empty, Time } from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { EditableList } from '../EditableList';

type Bind = AdminTypes['schemas']['ClientBind'];

/** The sessions that are bound with a login now, in all processes. */
export function LoginBinds(props: { login: AdminTypes['schemas']['SmppLogin']; onClose(): void }) {
  const { t } = useTexts('smpp');
  const { login } = props;
  return (
    <Card
      title={t('binds_of', { name: login.system_id })}
      actions={<Button onClick={props.onClose}>{t('common:cancel')}</Button>}
    >
      <Box sx={{ display: 'flex', flexDirection: 'column', minHeight: 240 }}>
        <EditableList<Bind>
          title={t('binds_of', { name: login.system_id })}
          name="login-binds"
          of={login.id}
          columns={[
            { key: 'address', title: t('address'), cell: (it) => it.address },
            { key: 'mode', title: t('mode'), width: 110, cell: (it) => it.mode },
            { key: 'version', title: 'SMPP', width: 60, cell: (it) => it.smpp_version },
            {
              key: 'tls',
              title: t('encrypted'),
              width: 110,
              cell: (it) => (it.encrypted ? t('yes') : t('no')),
            },
            { key: 'since', title: t('since'), width: 180, cell: (it) => <Time value={it.bound_at} /> },
            {
              key: 'submits',
              title: t('submits'),
              width: 90,
              align: 'end',
              cell: (it) => it.traffic.submits,
            },
            {
              key: 'throttled',
              title: t('throttled'),
              width: 100,
              align: 'end',
              cell: (it) => it.traffic.throttled,
            },
            {
              key: 'in_progress',
              title: t('in_progress'),
              width: 100,
              align: 'end',
              cell: (it) => it.traffic.in_progress,
            },
            {
              key: 'deliveries',
              title: t('deliveries'),
              width: 90,
              align: 'end',
              cell: (it) => it.traffic.deliveries,
            },
          ]}
          fetchPage={(_, cursor, signal) =>
            must(
              admin.GET('/admin/v1/smpp-logins/{id}/binds', {
                params: { path: { id: login.id }, query: { cursor, limit: 100 } as never },
                signal,
              }),
            )
          }
          idOf={(it) => String(it.id)}
          empty={<Empty title={t('no_binds')} />}
          refetchInterval={5_000}
          actions={[
            {
              permission: 'keys:revoke',
              label: () => t('end'),
              title: (it) => t('end_title', { name: it.address }),
              level: 2,
              effect: () => t('end_effect'),
              send: (it, reason) =>
                mustChange(
                  admin.DELETE('/admin/v1/smpp-logins/{id}/binds/{bind}', {
                    params: { path: { id: login.id, bind: it.id } },
                    ...because(reason),
                  }),
                ),
            },
          ]}
        />
      </Box>
    </Card>
  );
}
