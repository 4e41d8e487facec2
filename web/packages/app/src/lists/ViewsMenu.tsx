import { useTexts } from '@elchi/i18n';
import { Note, PopoverButton } from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import { mostViews, type SavedView } from './memory';

interface ViewsMenuProps {
  views: readonly SavedView[];
  /** What the list shows now, without a name. */
  now: Omit<SavedView, 'name'>;
  onChange(views: readonly SavedView[]): void;
  onChosen(view: Omit<SavedView, 'name'>): void;
}

/** Views of a list that a person named: filters, time and columns. */
export default function ViewsMenu({ views, now, onChange, onChosen }: ViewsMenuProps) {
  const { t } = useTexts('views');
  const [removed, setRemoved] = useState<{ view: SavedView; before: readonly SavedView[] }>();

  function remove(view: SavedView) {
    setRemoved({ view, before: views });
    onChange(views.filter((it) => it !== view));
  }

  return (
    <PopoverButton label={t('views')} title={t('views')}>
      {(close) => {
        const choose = (view: Omit<SavedView, 'name'>) => {
          close();
          onChosen(view);
        };
        return (
          <>
            {views.length === 0 && <Box>{t('none')}</Box>}
            <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
              <li>
                <Button variant="text" onClick={() => choose({ values: {}, hidden: now.hidden })}>
                  {t('reset')}
                </Button>
              </li>
              {views.map((it) => (
                <Box component="li" key={it.name} sx={{ display: 'flex', gap: 1 }}>
                  <Button
                    variant="text"
                    onClick={() => choose(it)}
                    sx={{ flex: 1, justifyContent: 'start', overflowWrap: 'anywhere', textAlign: 'start' }}
                  >
                    {it.name}
                  </Button>
                  <Button
                    variant="text"
                    aria-label={t('remove', { name: it.name })}
                    onClick={() => remove(it)}
                    sx={{ minWidth: 32 }}
                  >
                    ✕
                  </Button>
                </Box>
              ))}
            </Box>
            {removed !== undefined && (
              <Box role="status">
                {t('removed', { name: removed.view.name })}{' '}
                <Button
                  variant="text"
                  onClick={() => {
                    onChange(removed.before);
                    setRemoved(undefined);
                  }}
                >
                  {t('undo')}
                </Button>
              </Box>
            )}
            {views.length < mostViews ? (
              <NewView
                onNamed={(name) => {
                  setRemoved(undefined);
                  onChange([...views.filter((it) => it.name !== name), { name, ...now }]);
                }}
              />
            ) : (
              <Box>{t('full', { most: mostViews })}</Box>
            )}
            <Note>{t('device')}</Note>
          </>
        );
      }}
    </PopoverButton>
  );
}

function NewView({ onNamed }: { onNamed(name: string): void }) {
  const { t } = useTexts('views');
  const [name, setName] = useState('');

  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() !== '') {
      onNamed(name.trim());
      setName('');
    }
  }

  return (
    <Box component="form" onSubmit={submit} sx={{ display: 'flex', flexDirection: 'column', gap: 2, pt: 1 }}>
      <TextField
        label={t('name')}
        value={name}
        onChange={(event) => setName(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 60, autoComplete: 'off' } }}
      />
      <Button type="submit" variant="outlined" disabled={name.trim() === ''}>
        {t('save')}
      </Button>
    </Box>
  );
}
