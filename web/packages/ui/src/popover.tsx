import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Popover from '@mui/material/Popover';
import { type ReactNode, useState } from 'react';

interface PopoverButtonProps {
  /** What the button says. */
  label: ReactNode;
  /** What the panel is called. */
  title: string;
  /** The panel; `close` closes it, and the button has the focus again. */
  children(close: () => void): ReactNode;
}

/** A button that opens a small panel below itself. */
export function PopoverButton({ label, title, children }: PopoverButtonProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = () => setAnchor(null);
  return (
    <>
      <Button
        variant="outlined"
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ minHeight: 40 }}
      >
        {label}
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={close}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{
          paper: {
            role: 'dialog',
            'aria-label': title,
            sx: {
              width: 320,
              maxWidth: 'calc(100vw - 32px)',
              border: '1px solid var(--e-palette-divider)',
            },
          },
        }}
      >
        <Box sx={{ p: 3, display: 'flex', flexDirection: 'column', gap: 2 }}>{children(close)}</Box>
      </Popover>
    </>
  );
}

/** What a panel says in small. */
export function Note({ children }: { children: ReactNode }) {
  return <Box sx={{ color: 'var(--e-palette-elchi-text2)', typography: 'caption' }}>{children}</Box>;
}
