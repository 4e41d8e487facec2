import { Denied, Loading } from '@elchi/ui';
import {
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
  useNavigate,
  useRouterState,
} from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import { useSession } from './session';

/** A page of an application. */
export interface PageEntry {
  /** Below the application's base; `$id` stands for a part. */
  path: string;
  /** The page itself: loaded when it is first shown. */
  load(): Promise<{ default: ComponentType }>;
  /** What a person needs to see it; without it everybody may who is signed in. */
  permission?: string;
  /** Whether its operations are for the platform's staff alone, whatever permissions people of a tenant have. */
  platform?: true;
}

/** Text only: long ids stay as they are. */
export type Search = Record<string, string>;

export const parseSearch = (text: string): Search => Object.fromEntries(new URLSearchParams(text));

export function stringifySearch(search: Record<string, unknown>): string {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}

export function makeRouter(
  base: string,
  pages: readonly PageEntry[],
  Frame: ComponentType<{ children: React.ReactNode }>,
) {
  const root = createRootRoute({
    component: () => (
      <Frame>
        <Outlet />
      </Frame>
    ),
    notFoundComponent: lazy(() => import('./NotFound')),
  });
  const routes = pages.map((page) => {
    const Content = lazy(page.load);
    return createRoute({
      getParentRoute: () => root,
      path: page.path,
      validateSearch: (search: Record<string, unknown>) => search as Search,
      component: () => <Guarded page={page} Content={Content} />,
    });
  });
  return createRouter({
    routeTree: root.addChildren(routes),
    basepath: base,
    parseSearch,
    stringifySearch,
    defaultPreload: false,
    scrollRestoration: true,
  });
}

function Guarded({ page, Content }: { page: PageEntry; Content: ComponentType }) {
  const params = useRouterState({ select: (state) => state.matches.at(-1)?.params });
  return useSession().sees(page) ? (
    // Another object is another page: no form and no secret of the one before stays.
    <Suspense fallback={<Loading />} key={JSON.stringify(params)}>
      <Content />
    </Suspense>
  ) : (
    <Denied permission={page.permission ?? ''} />
  );
}

export { RouterProvider };

/** The filters in the address, and what writes them there. */
export function useSearch(): [
  Search,
  (change: Record<string, string | undefined>, how?: { replace: boolean }) => void,
] {
  const search = useRouterState({ select: (state) => state.location.search as unknown as Search });
  const navigate = useNavigate();
  return [
    search,
    (change, how) => {
      void navigate({
        to: '.',
        search: ((before: Search) => ({ ...before, ...change })) as never,
        ...how,
      });
    },
  ];
}

/** The part of the path that stands for `$name`. */
export function usePathPart(name: string): string {
  const matches = useRouterState({ select: (state) => state.matches });
  return (matches.at(-1)?.params as Record<string, string> | undefined)?.[name] ?? '';
}
