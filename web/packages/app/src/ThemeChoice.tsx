import { useTexts } from '@elchi/i18n';
import Button from '@mui/material/Button';
import { useColorScheme } from '@mui/material/styles';

const next = { system: 'light', light: 'dark', dark: 'system' } as const;

export function ThemeChoice() {
  const { t } = useTexts('common');
  const { mode, setMode } = useColorScheme();
  return (
    <Button variant="text" onClick={() => setMode(next[mode ?? 'system'])}>
      {t(`theme_${mode ?? 'system'}`)}
    </Button>
  );
}
