import type { ListAnswer, ListedMessage } from '@elchi/app';
import { admin, must } from '@elchi/client';

type Filters = Record<string, string | undefined>;

export function listMessages(filters: Filters, cursor: string | undefined, signal: AbortSignal) {
  return must(
    admin.GET('/admin/v1/messages', {
      params: { query: { ...filters, cursor, limit: 100 } as never },
      signal,
    }),
  ) as Promise<ListAnswer<ListedMessage>>;
}

export const messageQuery = (id: string) => ({
  queryKey: ['message', id],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    must(admin.GET('/admin/v1/messages/{id}', { params: { path: { id } }, signal })),
});

export const explainQuery = (id: string) => ({
  queryKey: ['message', id, 'explain'],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    must(admin.GET('/admin/v1/messages/{id}/explain', { params: { path: { id } }, signal })),
});

export const pdusQuery = (id: string) => ({
  queryKey: ['message', id, 'pdus'],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    must(admin.GET('/admin/v1/messages/{id}/pdus', { params: { path: { id } }, signal })),
  refetchInterval: 3_000,
});
