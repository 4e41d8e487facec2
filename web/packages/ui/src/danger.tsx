import { useTexts } from '@elchi/i18n';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { type ReactNode, useState } from 'react';
import { ProblemBox } from './states';

interface DangerDialogProps {
  /** The verb and the object: `Suspend beeline`. It is the title and the button. */
  action: string;
  /** 2: the effect is shown. 3: the name is typed and a reason given. */
  level: 2 | 3;
  /** Level 2 asks for the reason, too: another person may have to approve. */
  asksReason?: boolean;
  /** The name that level 3 wants to be typed. */
  name?: string;
  /** What will happen, in figures where there are any. */
  children: ReactNode;
  onConfirm(reason: string): Promise<unknown>;
  onClose(): void;
}

/** As a person sees and types it: browsers show several spaces as one, and some characters not at all. */
const visible = (text: string) =>
  text
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();

/** Asks before what cannot be undone by one more key press. */
export function DangerDialog(props: DangerDialogProps) {
  const { action, level, asksReason = level === 3, name = '', children, onConfirm, onClose } = props;
  const { t } = useTexts('common');
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const ready = (level === 2 || visible(typed) === visible(name)) && (!asksReason || reason.trim() !== '');

  async function confirm() {
    setBusy(true);
    setProblem(undefined);
    try {
      await onConfirm(reason.trim());
      onClose();
    } catch (thrown) {
      setProblem(thrown);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog open onClose={() => busy || onClose()} aria-labelledby="danger-title" fullWidth maxWidth="xs">
      <DialogTitle id="danger-title" sx={{ typography: 'h2' }}>
        {action}
      </DialogTitle>
      <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 3 }}>
        <Box>{children}</Box>
        {level === 3 && (
          <TextField
            label={t('type_name', { name })}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            sx={{ mt: 1 }}
          />
        )}
        {asksReason && (
          <TextField
            label={t('reason')}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            slotProps={{ htmlInput: { maxLength: 200 } }}
            sx={{ mt: 1 }}
          />
        )}
        {problem !== undefined && <ProblemBox problem={problem} />}
      </DialogContent>
      <DialogActions>
        <Button autoFocus disabled={busy} onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button color="error" variant="contained" disabled={!ready || busy} onClick={() => void confirm()}>
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
