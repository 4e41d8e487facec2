import { useTexts } from '@elchi/i18n';
import { NavigationProvider, Shell, ZoneProvider } from '@elchi/ui';
import Button from '@mui/material/Button';
import { useNavigate, useRouter, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { CommandBar } from './command/CommandBar';
import type { CommandSource } from './command/useOptions';
import { LanguageChoice } from './LanguageChoice';
import type { PageEntry } from './router';
import { useSession } from './session';
import { ThemeChoice } from './ThemeChoice';

export interface MenuGroup {
  title?: string;
  entries: readonly { to: string; label: string }[];
}

interface FrameProps {
  product: string;
  pages: readonly PageEntry[];
  menu: readonly MenuGroup[];
  /** What the command bar finds. */
  search: CommandSource;
  /** What stands beside the command bar. */
  beside?: ReactNode;
  children: ReactNode;
}

/** The shell with what the session and the router know. Pages that a person may not see are not in the menu. */
export function Frame({ product, pages, menu, search, beside, children }: FrameProps) {
  const { t } = useTexts('common');
  const { session, sees, signOut } = useSession();
  const navigate = useNavigate();
  const router = useRouter();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const base = router.basepath.replace(/\/$/, '');
  const allowed = (to: string) => {
    const page = pages.find((it) => it.path === to);
    return page === undefined || sees(page);
  };
  const open = menu.map((group) => ({ ...group, entries: group.entries.filter((it) => allowed(it.to)) }));
  return (
    <NavigationProvider
      value={{
        go: (to) => void navigate({ href: base + to }),
        href: (to) => base + to,
        path: path.startsWith(base) ? path.slice(base.length) || '/' : path,
      }}
    >
      <ZoneProvider value="Asia/Tashkent">
        <Shell
          product={product}
          tenant={session.account_name}
          menu={open}
          bar={
            <>
              <CommandBar {...search} pages={open.flatMap((group) => group.entries)} />
              {beside}
              <LanguageChoice />
              <ThemeChoice />
              <Button variant="text" onClick={signOut}>
                {t('sign_out')}
              </Button>
            </>
          }
        >
          {children}
        </Shell>
      </ZoneProvider>
    </NavigationProvider>
  );
}
