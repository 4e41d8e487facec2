import { admin, must, mustTagged } from '@elchi/client';

export const operatorQuery = (id: number) => ({
  queryKey: ['operator', id],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    must(admin.GET('/admin/v1/operators/{id}', { params: { path: { id } }, signal })),
  watch: `/admin/v1/operators/${id}`,
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
  watch: '/admin/v1/smpp-links',
  refetchInterval: 3_000,
};

/** With its entity tag: to change it. */
export const taggedOperatorQuery = (id: number) => ({
  queryKey: ['operator', id, 'tagged'],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    mustTagged(admin.GET('/admin/v1/operators/{id}', { params: { path: { id } }, signal })),
});

export const taggedLinkQuery = (id: number) => ({
  queryKey: ['link', id, 'tagged'],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    mustTagged(admin.GET('/admin/v1/smpp-links/{id}', { params: { path: { id } }, signal })),
});

export const linkQuery = (id: number) => ({
  queryKey: ['link', id],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    must(admin.GET('/admin/v1/smpp-links/{id}', { params: { path: { id } }, signal })),
  refetchInterval: 3_000,
});

export const linkPdusQuery = (id: number, limit: number) => ({
  queryKey: ['link', id, 'pdus'],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    must(admin.GET('/admin/v1/smpp-links/{id}/pdus', { params: { path: { id }, query: { limit } }, signal })),
});
