import { type GatewayTypes, gateway, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Duration, EditForm, Facts, Raw, State } from '@elchi/ui';
import Box from '@mui/material/Box';
import { useState } from 'react';
import { type EventType, eventTypes } from './queries';

/** Posts an example, and shows what the endpoint answered. */
export function TestPost({ id }: { id: number }) {
  const { t } = useTexts('webhooks');
  const [result, setResult] = useState<GatewayTypes['schemas']['TestResult']>();
  return (
    <Card title={t('test')}>
      <EditForm
        submitLabel={t('test_send')}
        values={{ type: 'message.delivered' }}
        fields={[
          {
            name: 'type',
            label: t('test_type'),
            kind: 'select',
            options: eventTypes.map((it) => ({ value: it, label: it })),
          },
        ]}
        onSubmit={async (values) =>
          setResult(
            await must(
              gateway.POST('/v1/webhooks/{id}/test', {
                params: { path: { id } },
                body: { type: values.type as EventType, failover: false },
              }),
            ),
          )
        }
      />
      {result !== undefined && (
        <Box role="status" sx={{ mt: 4, display: 'flex', flexDirection: 'column', gap: 3 }}>
          <Box>
            <State tone={result.error === null ? 'ok' : 'bad'}>
              {result.error === null ? t('took') : t('failed')}
            </State>
          </Box>
          <Facts
            rows={[
              result.status !== null && [t('status_code'), result.status],
              result.error !== null && [t('error'), result.error],
              [t('messages:took'), <Duration key="d" millis={result.millis} />],
            ]}
          />
          {result.answer !== null && result.answer !== '' && <Raw label={t('answer')} text={result.answer} />}
        </Box>
      )}
    </Card>
  );
}
