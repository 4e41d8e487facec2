import { admin, must, mustTagged } from '@elchi/client';

export const accountQuery = (id: number) => ({
  queryKey: ['account', id],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    mustTagged(admin.GET('/admin/v1/accounts/{id}', { params: { path: { id } }, signal })),
});

export function listAccounts(
  filters: Record<string, string | undefined>,
  cursor: string | undefined,
  signal: AbortSignal,
) {
  return must(
    admin.GET('/admin/v1/accounts', {
      params: { query: { ...filters, cursor, limit: 100 } as never },
      signal,
    }),
  );
}
