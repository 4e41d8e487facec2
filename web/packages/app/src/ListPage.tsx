import { useTexts } from '@elchi/i18n';
import {
  type Column,
  DataTable,
  Empty,
  type Filter,
  FilterBar,
  instantsOf,
  Page,
  ProblemBox,
  type TimeRange,
  TimeRangeField,
  useZone,
} from '@elchi/ui';
import Box from '@mui/material/Box';
import { useRouterState } from '@tanstack/react-router';
import { type ReactNode, useRef, useState } from 'react';
import ColumnsMenu, { shownColumns } from './lists/ColumnsMenu';
import { useListMemory } from './lists/memory';
import { pick, useLastState } from './lists/state';
import ViewsMenu from './lists/ViewsMenu';
import { type ListAnswer, useList } from './queries';
import { useSearch } from './router';

interface ListPageProps<Row> {
  title: string;
  /** Of the query's key: the list's name, and whose list it is. */
  name: string;
  of?: number | string;
  columns: readonly Column<Row>[];
  filters?: readonly Filter[];
  /** The parameters of the contract for the list's time, where it has them. */
  range?: { from: string; to: string };
  /** Asks for a page; `filters` are what the address has of them, and the time as instants. */
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
  const zone = useZone();
  const [search, setSearch] = useSearch();
  const { filters = [], range, of } = props;
  // The same list on the page of an object is another one.
  const [memory, remember] = useListMemory(of === undefined ? props.name : `${props.name}.of`);
  const times = range === undefined ? [] : [range.from, range.to];
  const names = [...filters.map((it) => it.name), ...times];
  const kept = [...filters.filter((it) => it.isPrivate !== true).map((it) => it.name), ...times];
  // The address changes before the page does: what belongs to another page is not remembered.
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [home] = useState(path);
  const restoring = useLastState({
    enabled: of === undefined && path === home,
    names,
    kept,
    search,
    setSearch,
    memory,
    remember,
  });
  const chosen = pick(search, names);
  const filtered = Object.keys(chosen).length > 0;
  const time: TimeRange = range === undefined ? {} : { from: search[range.from], to: search[range.to] };
  // All pages of one reading have the same time, also one that is told from now on back.
  const instants = useRef<TimeRange>(undefined);
  const { query, rows, more, isCut } = useList<Row>(
    of === undefined ? [props.name, chosen] : [props.name, of, chosen],
    (cursor, signal) => {
      if (range === undefined) {
        return props.fetchPage(chosen, cursor, signal);
      }
      if (cursor === undefined || instants.current === undefined) {
        instants.current = instantsOf(time, new Date(), zone);
      }
      const { from, to } = instants.current;
      return props.fetchPage({ ...chosen, [range.from]: from, [range.to]: to }, cursor, signal);
    },
    { refetchInterval: props.refetchInterval, enabled: !restoring },
  );
  const clear = Object.fromEntries(names.map((it) => [it, undefined]));
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
        {range !== undefined && (
          <TimeRangeField
            value={time}
            mayBeAll
            onChange={(it) => {
              instants.current = undefined;
              if (it.from === time.from && it.to === time.to) {
                void query.refetch();
              } else {
                setSearch({ [range.from]: it.from, [range.to]: it.to });
              }
            }}
          />
        )}
        {names.length > 0 && (
          <ViewsMenu
            views={memory.views}
            now={{ values: pick(search, kept), hidden: memory.hidden }}
            onChange={(views) => remember({ views })}
            onChosen={(view) => {
              remember({ hidden: view.hidden });
              setSearch({ ...clear, ...pick(view.values, kept) });
            }}
          />
        )}
        <ColumnsMenu
          columns={props.columns}
          hidden={memory.hidden}
          onChange={(hidden) => remember({ hidden })}
        />
      </Box>
      {filters.length > 0 && <FilterBar filters={filters} values={search} onChange={setSearch} />}
      <DataTable
        label={props.title}
        columns={shownColumns(props.columns, memory.hidden)}
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
