import { admin, must } from '@elchi/client';

export const operatorQuery = (id: number) => ({
  queryKey: ['operator', id],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    must(admin.GET('/admin/v1/operators/{id}', { params: { path: { id } }, signal })),
  refetchInterval: 3_000,
});

export const healthQuery = (id: number) => ({
  queryKey: ['operator', id, 'health'],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    must(admin.GET('/admin/v1/operators/{id}/health', { params: { path: { id } }, signal })),
  refetchInterval: 15_000,
});

export const linksQuery = {
  queryKey: ['links'],
  queryFn: ({ signal }: { signal: AbortSignal }) => must(admin.GET('/admin/v1/smpp-links', { signal })),
  refetchInterval: 3_000,
};
