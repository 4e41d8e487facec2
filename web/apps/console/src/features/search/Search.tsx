import { pageOfHit, useSearch } from '@elchi/app';
import { admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Empty, Loading, Page, PageLink, ProblemBox } from '@elchi/ui';
import { useQuery } from '@tanstack/react-query';

export default function Search() {
  const { t } = useTexts('common');
  const [{ q = '' }] = useSearch();
  const query = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => must(admin.GET('/admin/v1/search', { params: { query: { q } }, signal })),
    enabled: q !== '',
  });
  return (
    <Page title={`${t('search')}: ${q}`}>
      {query.isLoading && <Loading />}
      {query.isError && <ProblemBox problem={query.error} retry={() => void query.refetch()} />}
      {query.data?.items.length === 0 && <Empty title={t('no_hit')} />}
      {query.data !== undefined && query.data.items.length > 0 && (
        <Card>
          <ul>
            {query.data.items.map((it) => (
              <li key={`${it.kind}/${it.id}`}>
                <PageLink to={pageOfHit(it)}>{it.name}</PageLink> {it.detail} {it.account}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Page>
  );
}
