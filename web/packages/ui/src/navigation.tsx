import { type AnchorHTMLAttributes, createContext, type MouseEvent, useContext } from 'react';

/** How links of this package change the page: the application's router. */
export interface Navigation {
  /** Path and query below the application's base. */
  go(to: string): void;
  /** The address of a path: with the application's base before it. */
  href(to: string): string;
  /** The path now. */
  path: string;
}

const Context = createContext<Navigation>({ go: () => {}, href: (to) => to, path: '/' });

export const NavigationProvider = Context.Provider;

export function useNavigation(): Navigation {
  return useContext(Context);
}

/** Whether the browser itself should open the link: in a new tab, or to save it. */
function isForBrowser(event: MouseEvent): boolean {
  return event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
}

type LinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & { to: string };

export function PageLink({ to, onClick, ...rest }: LinkProps) {
  const navigation = useNavigation();
  return (
    <a
      {...rest}
      href={navigation.href(to)}
      onClick={(event) => {
        onClick?.(event);
        if (!event.defaultPrevented && !isForBrowser(event)) {
          event.preventDefault();
          navigation.go(to);
        }
      }}
    />
  );
}
