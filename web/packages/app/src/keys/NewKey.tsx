import { type AdminTypes, admin, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, EditForm, Raw, Secret } from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useSenderOf } from './sender';

type Scope = AdminTypes['schemas']['Scope'];

const scopes: readonly Scope[] = ['sms:send', 'sms:read', 'sms:test', 'sms:binary', 'templates', 'webhooks'];

/** Makes a key, and shows it once. It is in this component alone, and gone when the component is. */
export function NewKey({ account, onDone }: { account: number; onDone(): void }) {
  const { t } = useTexts('keys');
  const [secret, setSecret] = useState<string>();
  const [waits, setWaits] = useState(false);
  const sender = useSenderOf(account);
  if (waits) {
    return <Card title={t('new')}>{t('common:waits_for_approval')}</Card>;
  }
  if (secret !== undefined) {
    return (
      <Card title={t('title')}>
        <Box sx={{ display: 'flex', flexDirection: 'column', gap: 3 }}>
          <Box>{t('shown_once')}</Box>
          <Secret label={t('key')} value={secret} />
          <Raw label={t('curl')} text={firstMessage(secret, sender ?? 'SENDER')} />
          {sender === undefined && <Box>{t('curl_sender')}</Box>}
          <Box>
            <Button variant="contained" onClick={onDone}>
              {t('stored')}
            </Button>
          </Box>
        </Box>
      </Card>
    );
  }
  return (
    <Card title={t('new')}>
      <EditForm
        autoFocus
        submitLabel={t('common:create')}
        values={{ name: '', scopes: 'sms:send', ips: '' }}
        fields={[
          { name: 'name', label: t('name'), hint: t('name_hint'), rules: { required: true, maxLength: 200 } },
          {
            name: 'scopes',
            label: t('scopes'),
            kind: 'select',
            options: scopes.map((it) => ({ value: it, label: it })),
          },
          { name: 'ips', label: t('ips'), hint: t('ips_hint'), kind: 'multiline' },
        ]}
        onSubmit={async (values) => {
          const ips = values.ips.split(/\s+/).filter((it) => it !== '');
          const made = await mustChange(
            admin.POST('/admin/v1/api-keys', {
              body: {
                account_id: account,
                name: values.name,
                scopes: [values.scopes as Scope],
                ...(ips.length === 0 ? {} : { ip_whitelist: ips }),
              },
            }),
          );
          if (made.done && 'secret' in made.value) {
            setSecret(made.value.secret);
          } else {
            setWaits(true);
          }
        }}
      />
    </Card>
  );
}

/** Works as it stands, in a shell, against this server. */
export function firstMessage(secret: string, sender: string): string {
  const body = { to: '+998901234567', from: sender, text: 'Hello', class: 'transactional' };
  return [
    `curl -sS ${location.origin}/v1/sms/send \\`,
    `  -H 'Authorization: Bearer ${secret}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    // A quotation mark in a sender would end the text of the shell.
    `  -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`,
  ].join('\n');
}
