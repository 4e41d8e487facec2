import { must, session } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { EditForm } from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';

interface ConfirmProps {
  secondFactor: boolean;
  onDone(confirmed: boolean): Promise<void>;
}

/** Before what needs a recent sign-in: the person says again who they are, and the request goes on. */
export default function Confirm({ secondFactor, onDone }: ConfirmProps) {
  const { t } = useTexts('signin');
  return (
    <Dialog open onClose={() => void onDone(false)} aria-labelledby="confirm-title" fullWidth maxWidth="xs">
      <DialogTitle id="confirm-title" sx={{ typography: 'h2' }}>
        {t('confirm')}
      </DialogTitle>
      <DialogContent>
        <Box sx={{ pb: 4 }}>{t('confirm_hint')}</Box>
        <EditForm
          autoFocus
          submitLabel={t('continue')}
          values={{ password: '', code: '' }}
          fields={[
            {
              name: 'password',
              label: t('password'),
              kind: 'password',
              autoComplete: 'current-password',
              rules: { required: true },
            },
            ...(secondFactor
              ? [
                  {
                    name: 'code' as const,
                    label: t('code'),
                    autoComplete: 'one-time-code',
                    rules: { required: true, pattern: /^\s*[0-9]{6}\s*$/ },
                  },
                ]
              : []),
          ]}
          onSubmit={async (values) => {
            await must(
              session.POST('/console/session/confirm', {
                body: {
                  password: values.password,
                  ...(secondFactor ? { code: values.code.trim() } : {}),
                },
              }),
            );
            await onDone(true);
          }}
        />
        <Button onClick={() => void onDone(false)}>{t('common:cancel')}</Button>
      </DialogContent>
    </Dialog>
  );
}
