import { must, mustChange, type SessionTypes, session } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, EditForm, Empty, None, Page, State, Time, type Tone } from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { EditableList } from '../EditableList';
import { List } from '../ListPage';
import { useSession } from '../session';
import { Enrolment } from '../signin/Enrolment';

type OwnSession = SessionTypes['schemas']['OwnSession'];
type SignInRow = SessionTypes['schemas']['SignIn'];
type Passkey = SessionTypes['schemas']['Passkey'];

const good = new Set(['signed_in', 'confirmed']);
const asked = new Set(['second_factor_needed', 'enrolment_needed']);

function toneOf(result: SignInRow['result']): Tone {
  return good.has(result) ? 'ok' : asked.has(result) ? 'info' : 'bad';
}

/** What everybody may do with its own sign-in. */
export function MePage() {
  const { t } = useTexts('me');
  return (
    <Page title={t('title')}>
      <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: { xs: '1fr', lg: '1fr 1fr' } }}>
        <Password />
        <Authenticator />
      </Box>
      <Part title={t('sessions')}>
        <Sessions />
      </Part>
      <Part title={t('passkeys')}>
        <Passkeys />
      </Part>
      <Part title={t('sign_ins')}>
        <SignIns />
      </Part>
    </Page>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Card title={title}>
      <Box sx={{ display: 'flex', flexDirection: 'column', maxHeight: 400 }}>{children}</Box>
    </Card>
  );
}

function Password() {
  const { t } = useTexts('me');
  const [changed, setChanged] = useState(0);
  return (
    <Card title={t('password')}>
      <EditForm
        key={changed}
        submitLabel={t('change_password')}
        values={{ password: '' }}
        fields={[
          {
            name: 'password',
            label: t('signin:new_password'),
            hint: t('signin:password_hint'),
            kind: 'password',
            autoComplete: 'new-password',
            rules: { required: true, minLength: 12, maxLength: 128 },
          },
        ]}
        onSubmit={async (values) => {
          await must(session.PUT('/console/me/password', { body: values }));
          setChanged((before) => before + 1);
        }}
      />
      <Box role="status">{changed > 0 && t('changed')}</Box>
    </Card>
  );
}

function Authenticator() {
  const { t } = useTexts('me');
  const { session: own } = useSession();
  const [stage, setStage] = useState<'before' | 'enrols' | 'done'>('before');
  return (
    <Card title={t('authenticator')}>
      {stage === 'enrols' ? (
        <Enrolment onDone={() => setStage('done')} />
      ) : (
        <Box sx={{ display: 'flex', flexDirection: 'column', gap: 3 }}>
          <Box>{own.user.second_factor || stage === 'done' ? t('has_factor') : t('no_factor')}</Box>
          <Box>
            <Button variant="outlined" onClick={() => setStage('enrols')}>
              {t('set_up')}
            </Button>
          </Box>
        </Box>
      )}
    </Card>
  );
}

function Sessions() {
  const { t } = useTexts('me');
  return (
    <EditableList<OwnSession>
      title={t('sessions')}
      name="my-sessions"
      columns={[
        { key: 'address', title: t('address'), width: 150, cell: (it) => it.address },
        { key: 'used', title: t('last_used'), width: 180, cell: (it) => <Time value={it.last_used_at} /> },
        { key: 'started', title: t('started'), width: 180, cell: (it) => <Time value={it.started_at} /> },
        {
          key: 'current',
          title: '',
          width: 150,
          cell: (it) => it.current && <State tone="ok">{t('current')}</State>,
        },
        { key: 'browser', title: t('browser'), cell: (it) => it.user_agent ?? <None /> },
      ]}
      fetchPage={(_, __, signal) => must(session.GET('/console/me/sessions', { signal }))}
      idOf={(it) => it.id}
      empty={null}
      actions={[
        {
          permission: 'self',
          label: () => t('end'),
          title: (it) => t('end_title', { address: it.address }),
          level: 2,
          possible: (it) => !it.current,
          effect: () => t('end_effect'),
          send: (it) =>
            mustChange(session.DELETE('/console/me/sessions/{id}', { params: { path: { id: it.id } } })),
        },
      ]}
      actionWidth={120}
    />
  );
}

function Passkeys() {
  const { t } = useTexts('me');
  return (
    <EditableList<Passkey>
      title={t('passkeys')}
      name="my-passkeys"
      columns={[
        { key: 'label', title: t('label'), cell: (it) => it.label },
        {
          key: 'created',
          title: t('common:created'),
          width: 180,
          cell: (it) => <Time value={it.created_at} />,
        },
        { key: 'used', title: t('last_used'), width: 180, cell: (it) => <Time value={it.last_used_at} /> },
      ]}
      fetchPage={(_, __, signal) => must(session.GET('/console/me/passkeys', { signal }))}
      idOf={(it) => it.id}
      empty={<Empty title={t('no_passkeys')} />}
      actions={[
        {
          permission: 'self',
          label: () => t('remove'),
          title: (it) => t('remove_title', { name: it.label }),
          level: 2,
          effect: () => t('remove_effect'),
          send: (it) =>
            mustChange(session.DELETE('/console/me/passkeys/{id}', { params: { path: { id: it.id } } })),
        },
      ]}
    />
  );
}

function SignIns() {
  const { t } = useTexts('me');
  return (
    <List<SignInRow>
      title={t('sign_ins')}
      name="my-sign-ins"
      columns={[
        { key: 'at', title: t('common:time'), width: 180, cell: (it) => <Time value={it.at} /> },
        {
          key: 'result',
          title: t('result'),
          width: 220,
          cell: (it) => <State tone={toneOf(it.result)}>{t(`result_${it.result}`)}</State>,
        },
        { key: 'address', title: t('address'), width: 150, cell: (it) => it.address },
        { key: 'browser', title: t('browser'), cell: (it) => it.user_agent ?? <None /> },
      ]}
      fetchPage={(_, cursor, signal) =>
        must(
          session.GET('/console/me/sign-ins', {
            params: { query: { cursor, limit: 50 } as never },
            signal,
          }),
        )
      }
      idOf={(it) => String(it.id)}
      empty={<Empty title={t('no_sign_ins')} />}
    />
  );
}
