import { useLive, useSession } from '@elchi/app';
import { admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { PageLink } from '@elchi/ui';

/** How many changes of others wait for this person. Nothing while there are none. */
export function ApprovalsBadge() {
  const { t } = useTexts('approvals');
  const { can } = useSession();
  const query = useLive({
    queryKey: ['drafts', 'badge'],
    queryFn: ({ signal }) =>
      must(admin.GET('/admin/v1/drafts', { params: { query: { list: 'to_approve', limit: 100 } }, signal })),
    enabled: can('drafts:read'),
    watch: '/admin/v1/drafts?list=to_approve&limit=100',
    refetchInterval: 15_000,
  });
  const items = query.data?.items.length ?? 0;
  return items === 0 ? null : (
    <PageLink to="/approvals?list=to_approve">
      {t('badge', { waiting: query.data?.next === undefined ? items : `${items}+` })}
    </PageLink>
  );
}
