import { useTexts } from '@elchi/i18n';
import { Card, Secret } from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';

/** A secret of an endpoint, until the person says that it is stored. */
export function ShownSecret({ secret, onDone }: { secret: string; onDone(): void }) {
  const { t } = useTexts('webhooks');
  return (
    <Card title={t('secret')}>
      <Box sx={{ display: 'flex', flexDirection: 'column', gap: 3 }}>
        <Box>{t('shown_once')}</Box>
        <Secret label={t('secret')} value={secret} />
        <Box>
          <Button variant="contained" onClick={onDone}>
            {t('stored')}
          </Button>
        </Box>
      </Box>
    </Card>
  );
}
