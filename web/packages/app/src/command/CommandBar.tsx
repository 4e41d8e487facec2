import { useTexts } from '@elchi/i18n';
import { isTyping, Note } from '@elchi/ui';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Results } from './Results';
import type { Opened } from './recent';
import { type CommandSource, type Option, useOptions } from './useOptions';

type CommandBarProps = CommandSource & { pages: readonly Opened[] };

/** The search of every page, and what can be done: `/` and Ctrl K bring the focus here. */
export function CommandBar({ pages, ...source }: CommandBarProps) {
  const { t } = useTexts('common');
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const sections = useOptions(text, pages, source);
  const options = sections.flatMap((it) => it.options);
  const shown = isOpen && options.length > 0;

  useEffect(() => {
    function onKey(event: globalThis.KeyboardEvent) {
      const isWanted =
        (event.key === '/' && !isTyping(event) && !event.ctrlKey && !event.metaKey && !event.altKey) ||
        (event.key === 'k' && (event.ctrlKey || event.metaKey));
      // A dialog keeps the focus until it is closed.
      if (isWanted && document.querySelector('[aria-modal="true"]') === null) {
        event.preventDefault();
        field.current?.focus();
        setOpen(true);
      }
    }
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  function close() {
    setOpen(false);
    setActive(-1);
  }

  function choose(option: Option | undefined) {
    if (option !== undefined) {
      setText('');
      close();
      field.current?.blur();
      option.run();
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setOpen(true);
      const by = event.key === 'ArrowDown' ? 1 : -1;
      // Before the first is the field itself.
      setActive((before) => Math.max(-1, Math.min(options.length - 1, before + by)));
    } else if (event.key === 'Enter') {
      // What was typed is the first option; without text nothing is chosen by accident.
      choose(options[active === -1 && text.trim() !== '' ? 0 : active]);
    } else if (event.key === 'Escape' && (shown || text !== '')) {
      setText('');
      close();
    } else {
      return;
    }
    event.preventDefault();
  }

  return (
    <Box
      role="search"
      aria-label={t('search')}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && close()}
      sx={{ position: { md: 'relative' } }}
    >
      <TextField
        inputRef={field}
        value={text}
        placeholder={t(`command:hint_${source.other}`)}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.target.value);
          setOpen(true);
          setActive(-1);
        }}
        slotProps={{
          htmlInput: {
            role: 'combobox',
            'aria-label': t('search'),
            'aria-expanded': shown,
            'aria-controls': 'command-list',
            'aria-autocomplete': 'list',
            'aria-activedescendant': shown && active >= 0 ? `command-${active}` : undefined,
            'aria-keyshortcuts': '/ Control+K',
            autoComplete: 'off',
            maxLength: 100,
          },
        }}
        sx={{ width: 260 }}
      />
      {shown && (
        <Results
          sections={sections}
          active={active}
          onChosen={choose}
          note={<Note>{t('command:device')}</Note>}
        />
      )}
    </Box>
  );
}
