import { useSession } from '@elchi/app';
import { type AdminTypes, admin, because, type Change, must, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { DangerDialog, PageLink, ProblemBox, Time } from '@elchi/ui';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useEffect, useState } from 'react';

type Read = { text: string; ends_at: string };

/** The text as staff sees it, and the way to the whole one: asked for with a reason, approved by another person. */
export function WholeText({ message }: { message: AdminTypes['schemas']['Message'] }) {
  const { t } = useTexts('messages');
  const { can, session } = useSession();
  const [asking, setAsking] = useState(false);
  const [ticket, setTicket] = useState('');
  const [asked, setAsked] = useState<Change<unknown>>();
  const [read, setRead] = useState<Read>();
  const [problem, setProblem] = useState<unknown>();
  const path = { params: { path: { id: message.id } } };

  // It is gone from the page when it may not be read any more.
  useEffect(() => {
    if (read === undefined) {
      return;
    }
    const end = setTimeout(() => setRead(undefined), Math.max(0, Date.parse(read.ends_at) - Date.now()));
    return () => clearTimeout(end);
  }, [read]);

  async function show() {
    setProblem(undefined);
    try {
      setRead(await must(admin.GET('/admin/v1/messages/{id}/text', path)));
    } catch (thrown) {
      setProblem(thrown);
    }
  }

  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2, alignItems: 'flex-start' }}>
      <span>{read?.text ?? message.text}</span>
      {read !== undefined && (
        <Alert severity="warning">
          {t('text_shown_to', { name: session.user.name })} <Time value={read.ends_at} />
        </Alert>
      )}
      {can('messages:reveal') && read === undefined && (
        <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap' }}>
          <Button size="small" variant="outlined" onClick={() => setAsking(true)}>
            {t('ask_text')}
          </Button>
          <Button size="small" variant="outlined" onClick={() => void show()}>
            {t('read_text')}
          </Button>
        </Box>
      )}
      {asked !== undefined && (
        <Alert severity="info">
          {asked.done ? t('text_open') : t('common:waits_for_approval')}{' '}
          {!asked.done && asked.draft !== undefined && (
            <PageLink to={`/approvals/${asked.draft}`}>{t('common:to_draft')}</PageLink>
          )}
        </Alert>
      )}
      {problem !== undefined && <ProblemBox problem={problem} />}
      {asking && (
        <DangerDialog
          action={t('ask_text')}
          level={2}
          asksReason
          onClose={() => setAsking(false)}
          onConfirm={async (reason) =>
            setAsked(
              await mustChange(
                admin.POST('/admin/v1/messages/{id}/reveals', {
                  ...path,
                  body: { ticket: ticket.trim() },
                  ...because(reason),
                }),
              ),
            )
          }
        >
          <Box sx={{ mb: 3 }}>{t('ask_text_effect')}</Box>
          <TextField
            label={t('ticket')}
            value={ticket}
            onChange={(event) => setTicket(event.target.value)}
            slotProps={{ htmlInput: { maxLength: 64 } }}
            autoComplete="off"
          />
        </DangerDialog>
      )}
    </Box>
  );
}
