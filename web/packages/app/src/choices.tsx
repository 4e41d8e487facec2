import { admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { useQuery } from '@tanstack/react-query';
import type { Hit } from './command/useOptions';
import { useSession } from './session';

interface Choice {
  value: string;
  label: string;
}

/** Accounts whose name has what was typed: for the field of an account's id. */
export async function findAccounts(typed: string): Promise<readonly Choice[]> {
  if (typed.length < 2) {
    return [];
  }
  const found = await must(admin.GET('/admin/v1/search', { params: { query: { q: typed } } }));
  return found.items
    .filter((it) => it.kind === 'account')
    .map((it) => ({ value: it.id, label: `${it.name} (${it.id})` }));
}

/** The page of what the search found. */
export function pageOfHit(it: { kind: string; id: string; account_id?: number | undefined }): string {
  switch (it.kind) {
    case 'account':
      return `/accounts/${it.id}`;
    case 'operator':
      return `/operators/${it.id}`;
    case 'message':
      return `/messages/${it.id}`;
    case 'key':
      return `/accounts/${it.account_id}?tab=keys`;
    default:
      return it.account_id === undefined ? '/' : `/accounts/${it.account_id}`;
  }
}

/** What the command bar finds by a name, the beginning of a key, and others that are no number. */
export async function findHits(typed: string, signal: AbortSignal): Promise<readonly Hit[]> {
  const found = await must(admin.GET('/admin/v1/search', { params: { query: { q: typed } }, signal }));
  return found.items.map((it) => ({
    to: pageOfHit(it),
    label: it.name,
    detail: [it.detail, it.account].filter((one) => one !== undefined).join(' '),
  }));
}

/** All operators: a platform has tens of them. */
export function useOperatorChoices(): readonly Choice[] {
  const { can } = useSession();
  const query = useQuery({
    queryKey: ['operators', 'choices'],
    queryFn: ({ signal }) => must(admin.GET('/admin/v1/operators', { signal })),
    enabled: can('operators:read'),
    staleTime: 60_000,
  });
  return (query.data?.items ?? []).map((it) => ({ value: String(it.id), label: it.name }));
}

/** A person by name, where the reader may know it. */
export function Person({ id }: { id: number | undefined }) {
  const { t } = useTexts('common');
  const { session, can } = useSession();
  const mine = session.user.id === id;
  const query = useQuery({
    queryKey: ['person', id],
    queryFn: ({ signal }) =>
      must(admin.GET('/admin/v1/users/{id}', { params: { path: { id: id ?? 0 } }, signal })),
    enabled: id !== undefined && !mine && can('users:read'),
    staleTime: 300_000,
    retry: false,
  });
  if (id === undefined) {
    return null;
  }
  return <>{mine ? t('you') : (query.data?.name ?? t('person', { id }))}</>;
}
