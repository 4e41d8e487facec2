import { must, rememberToken, session } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { EditForm } from '@elchi/ui';
import Box from '@mui/material/Box';
import Dialog from '@mui/material/Dialog';
import { useEffect, useState } from 'react';
import { LanguageChoice } from '../LanguageChoice';
import { ChoosePassword } from './ChoosePassword';
import { Enrolment } from './Enrolment';

type Stage = 'password' | 'second_factor' | 'enrolment' | 'signed_in';

interface SignInProps {
  product: string;
  /** Over a page whose session ended. */
  over?: boolean;
  onSignedIn(): void;
}

/** Six digits are of the app; anything else is a recovery code. */
const proofOf = (typed: string) =>
  /^\d{6}$/.test(typed.trim()) ? { code: typed.trim() } : { recovery_code: typed.trim() };

export default function SignIn({ product, over = false, onSignedIn }: SignInProps) {
  const { t } = useTexts('signin');
  const [stage, setStage] = useState<Stage>('password');
  const [provider, setProvider] = useState<string>();
  const link = new URLSearchParams(location.search).get('password_link') ?? undefined;

  useEffect(() => {
    void must(session.GET('/console/sign-in')).then((it) => {
      setProvider(it.provider);
      if (it.csrf_token !== undefined) {
        rememberToken(it.csrf_token);
      }
      if (it.stage !== undefined && it.stage !== 'signed_in') {
        setStage(it.stage);
      }
    });
  }, []);

  function go(progress: { stage: Exclude<Stage, 'password'>; csrf_token: string }) {
    rememberToken(progress.csrf_token);
    if (progress.stage === 'signed_in') {
      onSignedIn();
    } else {
      setStage(progress.stage);
    }
  }

  const content = (
    <Box
      component="main"
      sx={{ p: 6, display: 'flex', flexDirection: 'column', gap: 4, width: 'min(420px, 100%)' }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        <Box component="h1" sx={{ m: 0, typography: 'h1', flex: 1 }}>
          {product}
        </Box>
        <LanguageChoice />
      </Box>
      {over && <Box>{t('ended')}</Box>}
      {link !== undefined && !over ? (
        <ChoosePassword link={link} />
      ) : stage === 'password' ? (
        <>
          <EditForm
            autoFocus
            submitLabel={t('sign_in')}
            values={{ email: '', password: '' }}
            fields={[
              {
                name: 'email',
                label: t('email'),
                kind: 'email',
                autoComplete: 'username',
                rules: { required: true },
              },
              {
                name: 'password',
                label: t('password'),
                kind: 'password',
                autoComplete: 'current-password',
                rules: { required: true },
              },
            ]}
            onSubmit={async (values) => go(await must(session.POST('/console/session', { body: values })))}
          />
          {provider !== undefined && (
            <a href={`/console/session/oidc?return_to=${location.pathname}`}>{provider}</a>
          )}
        </>
      ) : stage === 'second_factor' ? (
        <EditForm
          key="code"
          autoFocus
          submitLabel={t('continue')}
          values={{ code: '' }}
          fields={[
            {
              name: 'code',
              label: t('code'),
              hint: t('code_hint'),
              autoComplete: 'one-time-code',
              rules: { required: true },
            },
          ]}
          onSubmit={async (values) =>
            go(await must(session.POST('/console/session/second-factor', { body: proofOf(values.code) })))
          }
        />
      ) : (
        <Enrolment onDone={onSignedIn} />
      )}
    </Box>
  );
  return over ? (
    <Dialog open aria-label={t('sign_in')}>
      {content}
    </Dialog>
  ) : (
    <Box sx={{ minHeight: '100vh', display: 'grid', placeItems: 'center' }}>{content}</Box>
  );
}
