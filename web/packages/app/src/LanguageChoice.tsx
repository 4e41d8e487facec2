import { chooseLanguage, currentLanguage, type Language, languages, useTexts } from '@elchi/i18n';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';

/** Each language by its own name. */
const names: Record<Language, string> = { uz: 'Oʻzbekcha', ru: 'Русский', en: 'English' };

export function LanguageChoice() {
  const { t } = useTexts('common');
  return (
    <Select
      size="small"
      value={currentLanguage()}
      onChange={(event) => void chooseLanguage(event.target.value as Language)}
      slotProps={{ input: { 'aria-label': t('language') } }}
    >
      {languages.map((it) => (
        <MenuItem key={it} value={it}>
          {names[it]}
        </MenuItem>
      ))}
    </Select>
  );
}
