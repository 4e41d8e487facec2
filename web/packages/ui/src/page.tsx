import Box from '@mui/material/Box';
import { type ReactNode, useEffect, useRef } from 'react';

/** The content of a page below its only `h1`, which has the focus after a navigation. */
export function Page({
  title,
  actions,
  children,
}: {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Elchi`;
    if (document.activeElement === document.body || document.activeElement === null) {
      heading.current?.focus({ preventScroll: true });
    }
  }, [title]);
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 4, minHeight: 0, flex: 1 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
        <Box
          component="h1"
          ref={heading}
          tabIndex={-1}
          sx={{ m: 0, typography: 'h1', flex: 1, outline: 'none' }}
        >
          {title}
        </Box>
        {actions}
      </Box>
      {children}
    </Box>
  );
}

/** A part of a page with a border, and a heading. */
export function Card({
  title,
  actions,
  children,
}: {
  title?: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Box
      component="section"
      aria-label={title}
      sx={{
        p: 4,
        border: '1px solid var(--e-palette-divider)',
        borderRadius: 1,
        backgroundColor: 'var(--e-palette-elchi-surface)',
        minWidth: 0,
      }}
    >
      {title !== undefined && (
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, mb: 2 }}>
          <Box component="h2" sx={{ m: 0, typography: 'h2', flex: 1 }}>
            {title}
          </Box>
          {actions}
        </Box>
      )}
      {children}
    </Box>
  );
}

/** Cards side by side where there is space. */
export function Grid({ children, least = 280 }: { children: ReactNode; least?: number }) {
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 4,
        gridTemplateColumns: `repeat(auto-fill, minmax(min(${least}px, 100%), 1fr))`,
      }}
    >
      {children}
    </Box>
  );
}

/** One figure with its name. */
export function Figure({ name, children, note }: { name: string; children: ReactNode; note?: ReactNode }) {
  return (
    <Box>
      <Box sx={{ color: 'var(--e-palette-elchi-text2)', typography: 'caption' }}>{name}</Box>
      <Box sx={{ fontSize: 20, lineHeight: '28px', fontWeight: 600 }}>{children}</Box>
      {note !== undefined && (
        <Box sx={{ color: 'var(--e-palette-elchi-text2)', typography: 'caption' }}>{note}</Box>
      )}
    </Box>
  );
}
