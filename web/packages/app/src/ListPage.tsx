import { useTexts } from '@elchi/i18n';
import { type Column, DataTable, Empty, type Filter, FilterBar, Page, ProblemBox } from '@elchi/ui';
import type { ReactNode } from 'react';
import { type ListAnswer, useList } from './queries';
import { useSearch } from './router';

interface ListPageProps<Row> {
  title: string;
  /** Of the query's key: the list's name, and whose list it is. */
  name: string;
  of?: number | string;
  columns: readonly Column<Row>[];
  filters?: readonly Filter[];
  /** Asks for a page; `filters` are what the address has of them. */
  fetchPage(
    filters: Record<string, string | undefined>,
    cursor: string | undefined,
    signal: AbortSignal,
  ): Promise<ListAnswer<Row>>;
  idOf(row: Row): string;
  linkOf?(row: Row): string | undefined;
  /** What to say when there is none at all, without a filter. */
  empty: ReactNode;
  actions?: ReactNode;
  above?: ReactNode;
  /** Milliseconds between readings of a list that changes by itself. */
  refetchInterval?: number;
}

/** A list whose filters are in the address, read page by page. */
export function ListPage<Row>(props: ListPageProps<Row>) {
  return (
    <Page title={props.title} actions={props.actions}>
      {props.above}
      <List {...props} />
    </Page>
  );
}

export function List<Row>(props: Omit<ListPageProps<Row>, 'actions' | 'above'>) {
  const { t } = useTexts('common');
  const [search, setSearch] = useSearch();
  const filters = props.filters ?? [];
  const chosen: Record<string, string | undefined> = Object.fromEntries(
    filters.map((it) => [it.name, search[it.name]]),
  );
  const filtered = Object.values(chosen).some((it) => it !== undefined);
  const { query, rows, more, isCut } = useList<Row>(
    props.of === undefined ? [props.name, chosen] : [props.name, props.of, chosen],
    (cursor, signal) => props.fetchPage(chosen, cursor, signal),
    props.refetchInterval,
  );
  return (
    <>
      {filters.length > 0 && <FilterBar filters={filters} values={chosen} onChange={setSearch} />}
      <DataTable
        label={props.title}
        columns={props.columns}
        rows={rows}
        idOf={props.idOf}
        {...(props.linkOf === undefined ? {} : { linkOf: props.linkOf })}
        loading={query.isPending}
        problem={query.isError && rows.length === 0 ? query.error : undefined}
        retry={() => void query.refetch()}
        more={more}
        loadingMore={query.isFetchingNextPage}
        loadMore={() => {
          // After a failure the person decides.
          if (!query.isFetchNextPageError) {
            void query.fetchNextPage();
          }
        }}
        empty={filtered ? <Empty title={t('no_hit')}>{t('no_hit_hint')}</Empty> : props.empty}
      />
      {query.isError && rows.length > 0 && (
        <ProblemBox
          problem={query.error}
          retry={() => void (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch())}
        />
      )}
      {isCut && <div>{t('list_cut')}</div>}
    </>
  );
}
