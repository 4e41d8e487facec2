import { useTexts } from '@elchi/i18n';
import { useNavigation } from '@elchi/ui';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { type FormEvent, useEffect, useRef, useState } from 'react';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const number = /^\+?[0-9][0-9 ()-]{5,20}$/;

/** Where what was typed is found: a message by its id, messages by their number, else the search. */
export function targetOf(text: string): string {
  const typed = text.trim();
  if (uuid.test(typed)) {
    return `/messages/${typed.toLowerCase()}`;
  }
  if (number.test(typed)) {
    return `/messages?to=${encodeURIComponent(`+${typed.replace(/\D/g, '')}`)}`;
  }
  return `/search?q=${encodeURIComponent(typed)}`;
}

/** The search of every page: `/` and Ctrl K bring the focus here. */
export function SearchField() {
  const { t } = useTexts('common');
  const navigation = useNavigation();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const inField =
        (event.target as HTMLElement).closest('input, textarea, select, [contenteditable]') !== null;
      if ((event.key === '/' && !inField) || (event.key === 'k' && (event.ctrlKey || event.metaKey))) {
        event.preventDefault();
        field.current?.focus();
      }
    }
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() !== '') {
      navigation.go(targetOf(text));
      setText('');
      field.current?.blur();
    }
  }

  return (
    <Box component="form" role="search" aria-label={t('search')} onSubmit={submit}>
      <TextField
        inputRef={field}
        value={text}
        placeholder={t('search_hint')}
        onChange={(event) => setText(event.target.value)}
        slotProps={{ htmlInput: { 'aria-label': t('search'), maxLength: 100 } }}
        sx={{ width: 260 }}
      />
    </Box>
  );
}
