import { type AdminTypes, admin, must, mustTagged } from '@elchi/client';

export type Route = AdminTypes['schemas']['Route'];
export type Finding = AdminTypes['schemas']['RouteFinding'];

export const lintQuery = {
  queryKey: ['routes', 'lint'],
  queryFn: ({ signal }: { signal: AbortSignal }) => must(admin.GET('/admin/v1/routes/lint', { signal })),
  staleTime: 30_000,
};

export const versionQuery = (n: number) => ({
  queryKey: ['routes', 'version', n],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    mustTagged(admin.GET('/admin/v1/routes/versions/{n}', { params: { path: { n } }, signal })),
});
