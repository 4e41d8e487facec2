import { must, session } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { EditForm, Loading, ProblemBox, Raw, Secret } from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useEffect, useState } from 'react';

/** The first second factor: an authenticator app, and codes for who loses it. */
export function Enrolment({ onDone }: { onDone(): void }) {
  const { t } = useTexts('signin');
  const [secret, setSecret] = useState<{ secret: string; uri: string }>();
  const [problem, setProblem] = useState<unknown>();
  const [codes, setCodes] = useState<readonly string[]>();

  useEffect(() => {
    must(session.POST('/console/me/authenticator')).then(setSecret, setProblem);
  }, []);

  if (problem !== undefined) {
    return <ProblemBox problem={problem} />;
  }
  if (codes !== undefined) {
    return (
      <Box sx={{ display: 'flex', flexDirection: 'column', gap: 3 }}>
        <Box>{t('recovery_hint')}</Box>
        <Raw label={t('recovery')} text={codes.join('\n')} />
        <Box>
          <Button variant="contained" autoFocus onClick={onDone}>
            {t('stored')}
          </Button>
        </Box>
      </Box>
    );
  }
  if (secret === undefined) {
    return <Loading lines={3} />;
  }
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 3 }}>
      <Box>{t('enrol_hint')}</Box>
      <Secret label={t('secret')} value={secret.secret} />
      <a href={secret.uri}>{t('open_app')}</a>
      <EditForm
        submitLabel={t('continue')}
        values={{ code: '' }}
        fields={[
          { name: 'code', label: t('code'), autoComplete: 'one-time-code', rules: { required: true } },
        ]}
        onSubmit={async (values) => {
          const answer = await must(
            session.POST('/console/me/authenticator/confirm', { body: { code: values.code.trim() } }),
          );
          setCodes(answer.recovery_codes);
        }}
      />
    </Box>
  );
}
