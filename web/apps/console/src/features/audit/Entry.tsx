import { Person } from '@elchi/app';
import { useTexts } from '@elchi/i18n';
import { Diff, Facts, Id, Raw, Time } from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { type AuditEntry, Who } from './Audit';

/** One entry: who, from where, why, and what was there before and after. */
export function Entry({ entry, onClose }: { entry: AuditEntry; onClose(): void }) {
  const { t } = useTexts('audit');
  const { actor, at, action, object, id, before, after, unreadable } = entry.entry;
  return (
    <Dialog open onClose={onClose} aria-labelledby="entry-title" fullWidth maxWidth="md">
      <DialogTitle id="entry-title" sx={{ typography: 'h2' }}>
        {t('entry', { id: entry.id })}
      </DialogTitle>
      <DialogContent>
        <Box sx={{ display: 'flex', flexDirection: 'column', gap: 3 }}>
          <Facts
            rows={[
              [t('common:time'), <Time key="t" value={at} millis />],
              [t('actor'), <Who key="w" actor={actor} />],
              actor?.approved_by !== undefined && [
                t('approved_by'),
                <Person key="p" id={actor.approved_by} />,
              ],
              [t('object'), `${object ?? ''} ${id ?? ''}`],
              action !== undefined && [t('action'), t(`action_${action}`)],
              actor?.reason !== undefined && [t('common:reason'), actor.reason],
              actor?.address !== undefined && [t('address'), actor.address],
              actor?.correlation_id !== undefined && [
                t('correlation'),
                <Id key="c" value={actor.correlation_id} whole />,
              ],
            ]}
          />
          {unreadable === undefined ? (
            <Diff label={t('difference')} before={before} after={after} />
          ) : (
            <Raw label={t('difference')} text={unreadable} />
          )}
          <Raw label={t('messages:raw')} text={JSON.stringify(entry, null, 2)} />
        </Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
