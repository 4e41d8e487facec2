import { useTexts } from '@elchi/i18n';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Drawer from '@mui/material/Drawer';
import useMediaQuery from '@mui/material/useMediaQuery';
import { type ReactNode, useState } from 'react';
import { PageLink, useNavigation } from './navigation';

export interface MenuEntry {
  to: string;
  label: string;
}

interface ShellProps {
  product: string;
  tenant: string;
  menu: readonly { title?: string; entries: readonly MenuEntry[] }[];
  /** What stands in the bar on top: search, language, theme, sign out. */
  bar: ReactNode;
  children: ReactNode;
}

const railWidth = 208;

/** The frame of every page: menu, bar, content. */
export function Shell({ product, tenant, menu, bar, children }: ShellProps) {
  const { t } = useTexts('common');
  const narrow = useMediaQuery('(max-width: 899px)');
  const [open, setOpen] = useState(false);
  const rail = <Rail product={product} menu={menu} onChosen={() => setOpen(false)} />;
  return (
    <Box sx={{ display: 'flex', minHeight: '100vh' }}>
      <Box
        component="a"
        href="#content"
        sx={{
          position: 'absolute',
          left: -9999,
          zIndex: 2000,
          p: 2,
          '&:focus': { left: 8, top: 8, backgroundColor: 'var(--e-palette-elchi-surface)' },
        }}
      >
        {t('skip')}
      </Box>
      {narrow ? (
        <Drawer
          open={open}
          onClose={() => setOpen(false)}
          slotProps={{ paper: { sx: { width: railWidth } } }}
        >
          {rail}
        </Drawer>
      ) : (
        <Box
          component="nav"
          aria-label={t('menu')}
          sx={{
            width: railWidth,
            flexShrink: 0,
            height: '100vh',
            position: 'sticky',
            top: 0,
            overflowY: 'auto',
            borderRight: '1px solid var(--e-palette-divider)',
            backgroundColor: 'var(--e-palette-elchi-surface)',
          }}
        >
          {rail}
        </Box>
      )}
      <Box sx={{ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column', height: '100vh' }}>
        <Box
          component="header"
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            gap: 2,
            alignItems: 'center',
            px: 4,
            py: 2,
            borderBottom: '1px solid var(--e-palette-divider)',
            backgroundColor: 'var(--e-palette-elchi-surface)',
          }}
        >
          {narrow && (
            <Button variant="outlined" onClick={() => setOpen(true)} aria-haspopup="dialog">
              {t('menu')}
            </Button>
          )}
          <Box
            data-may-cut
            title={tenant}
            sx={{
              fontWeight: 600,
              overflow: 'hidden',
              textOverflow: 'ellipsis',
              whiteSpace: 'nowrap',
              maxWidth: 240,
            }}
          >
            {tenant}
          </Box>
          <Box sx={{ flex: 1 }} />
          {bar}
        </Box>
        <Box
          component="main"
          id="content"
          tabIndex={-1}
          sx={{
            flex: 1,
            minHeight: 0,
            overflow: 'auto',
            p: 4,
            display: 'flex',
            flexDirection: 'column',
            outline: 'none',
          }}
        >
          {children}
        </Box>
      </Box>
    </Box>
  );
}

function Rail({ product, menu, onChosen }: Pick<ShellProps, 'product' | 'menu'> & { onChosen(): void }) {
  const { path } = useNavigation();
  return (
    <Box sx={{ py: 3 }}>
      <Box sx={{ px: 4, pb: 3, typography: 'h2' }}>{product}</Box>
      {menu
        .filter((group) => group.entries.length > 0)
        .map((group) => (
          <Box key={group.title ?? ''} sx={{ pb: 2 }}>
            {group.title !== undefined && (
              <Box sx={{ px: 4, py: 1, typography: 'caption', color: 'var(--e-palette-elchi-text3)' }}>
                {group.title}
              </Box>
            )}
            <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
              {group.entries.map((entry) => {
                const here =
                  entry.to === '/' ? path === '/' : path === entry.to || path.startsWith(`${entry.to}/`);
                return (
                  <li key={entry.to}>
                    <Box
                      component={PageLink}
                      to={entry.to}
                      aria-current={here ? 'page' : undefined}
                      onClick={onChosen}
                      sx={{
                        display: 'block',
                        px: 4,
                        py: 1.5,
                        textDecoration: 'none',
                        color: here ? 'var(--e-palette-primary-main)' : 'var(--e-palette-elchi-text)',
                        fontWeight: here ? 600 : 400,
                        backgroundColor: here ? 'var(--e-palette-elchi-selected)' : 'transparent',
                        '&:hover': { backgroundColor: 'var(--e-palette-elchi-raised)' },
                        '&:focus-visible': { outlineOffset: -2 },
                      }}
                    >
                      {entry.label}
                    </Box>
                  </li>
                );
              })}
            </Box>
          </Box>
        ))}
    </Box>
  );
}
