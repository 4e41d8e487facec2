import type { AdminTypes } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Secret } from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';

/** The address with which a person chooses a password: its token is in this answer alone. */
export function ShownLink(props: {
  invited: AdminTypes['schemas']['InvitedUser'];
  console: boolean;
  onDone(): void;
}) {
  const { t } = useTexts('team');
  const path = props.console ? '/console' : '/portal';
  const title = t('link', { name: props.invited.user.name });
  return (
    <Card title={title}>
      <Box sx={{ display: 'flex', flexDirection: 'column', gap: 3 }}>
        <Box>{t('link_hint')}</Box>
        <Secret label={title} value={`${location.origin}${path}?password_link=${props.invited.token}`} />
        <Box>
          <Button variant="contained" onClick={props.onDone}>
            {t('stored')}
          </Button>
        </Box>
      </Box>
    </Card>
  );
}
