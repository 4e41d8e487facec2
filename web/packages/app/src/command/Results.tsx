import { useTexts } from '@elchi/i18n';
import Box from '@mui/material/Box';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Option, Section } from './useOptions';

interface ResultsProps {
  sections: readonly Section[];
  /** The place of the option that Enter takes; -1 for none. */
  active: number;
  onChosen(option: Option): void;
  note: ReactNode;
}

/** What the command bar offers, below its field, which keeps the focus. */
export function Results({ sections, active, onChosen, note }: ResultsProps) {
  const { t } = useTexts('common');
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`#command-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  let place = 0;
  return (
    <Box
      // The field keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
      sx={{
        position: { xs: 'fixed', md: 'absolute' },
        left: { xs: 16, md: 'auto' },
        right: { xs: 16, md: 0 },
        width: { md: 420 },
        mt: 1,
        zIndex: 1200,
        border: '1px solid var(--e-palette-divider)',
        borderRadius: 1,
        backgroundColor: 'var(--e-palette-elchi-surface)',
      }}
    >
      <Box
        ref={list}
        id="command-list"
        role="listbox"
        aria-label={t('search')}
        sx={{ maxHeight: 'min(480px, 60vh)', overflow: 'auto', py: 1 }}
      >
        {sections.map((section) => (
          <Box key={section.title} role="group" aria-label={section.title || t('search')}>
            {section.title !== '' && (
              <Box
                aria-hidden="true"
                sx={{ px: 3, pt: 1, typography: 'caption', color: 'var(--e-palette-elchi-text2)' }}
              >
                {section.title}
              </Box>
            )}
            {section.options.map((option) => {
              const mine = place++;
              return (
                <Box
                  key={option.key}
                  id={`command-${mine}`}
                  role="option"
                  aria-selected={mine === active}
                  onClick={() => onChosen(option)}
                  sx={{
                    px: 3,
                    py: 1,
                    cursor: 'pointer',
                    overflowWrap: 'anywhere',
                    '&:hover': { backgroundColor: 'var(--e-palette-elchi-raised)' },
                    '&[aria-selected="true"]': { backgroundColor: 'var(--e-palette-elchi-selected)' },
                  }}
                >
                  {option.label}
                  {option.detail !== undefined && (
                    <Box component="span" sx={{ color: 'var(--e-palette-elchi-text2)', ml: 2 }}>
                      {option.detail}
                    </Box>
                  )}
                </Box>
              );
            })}
          </Box>
        ))}
      </Box>
      <Box sx={{ px: 3, py: 1, borderTop: '1px solid var(--e-palette-divider)' }}>{note}</Box>
    </Box>
  );
}
